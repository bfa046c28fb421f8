import type { Files } from "../io/files.ts";
import type { Line } from "../io/segments.ts";
import type { Reason } from "../errors.ts";
import { dayOf, showTime } from "../time.ts";

export interface Letter {
  reason: Reason;
  detail: string;
  source: string;
  segment: string;
  line: number;
  seen: string;
  id: string | null;
  text: string;
}

export function letter(line: Line, reason: Reason, detail: string, id: string | null = null): Letter {
  const { source, segment, text } = line;
  return { reason, detail, source, segment, line: line.line, seen: showTime(line.seen), id, text };
}

/** Letters lie in dead/<day of arrival>.jsonl. */
export function deadPath(one: Letter): string {
  return `dead/${dayOf(Date.parse(one.seen))}.jsonl`;
}

export function deadLetters(files: Files): Letter[] {
  const names = files.list("dead").filter((name) => name.endsWith(".jsonl"));
  const lines = names.flatMap((name) => (files.read(`dead/${name}`) ?? "").split("\n"));
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
