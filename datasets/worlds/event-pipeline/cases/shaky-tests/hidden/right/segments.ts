import type { Raw } from "../types.ts";
import type { Files } from "./files.ts";
import { Refused } from "../errors.ts";
import { parseTime } from "../time.ts";

/** The last line that was read: its segment, and its number in it, from 1. */
export interface Position {
  segment: string;
  line: number;
}

export type Positions = Record<string, Position>;

/** A line without a readable time of arrival; `seen` is that of the line before it. */
export interface Line extends Raw {
  broken: boolean;
}

/** Names of the segments of a source, oldest first. Others than 000001.seg are not looked at. */
export function segments(files: Files, source: string): string[] {
  return files.list(`in/${source}`).filter((name) => /^\d{6}\.seg$/.test(name));
}

/** The lines of a source behind a position, in their order. A last line without its end is still being written. */
export function* linesAfter(files: Files, source: string, after: Position | undefined): Generator<Line> {
  let seen = 0;
  for (const segment of segments(files, source)) {
    if (after && segment < after.segment) continue;
    const texts = (files.read(`in/${source}/${segment}`) ?? "").split("\n").slice(0, -1);
    for (const [n, text] of texts.entries()) {
      const tab = text.indexOf("\t");
      const arrived = arrival(text.slice(0, Math.max(tab, 0)));
      seen = arrived ?? seen;
      if (after && segment === after.segment && n < after.line) continue;
      yield { source, segment, line: n + 1, seen, text: text.slice(tab + 1), broken: arrived === null };
    }
  }
}

function arrival(text: string): number | null {
  try {
    return parseTime(text);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** All sources in one stream: by time of arrival, then by name; each source keeps its own order. */
export function* merged(files: Files, sources: string[], positions: Positions): Generator<Line> {
  const heads = [...sources].sort().map((source) => linesAfter(files, source, positions[source]));
  const waiting = heads.map((head) => head.next());
  for (;;) {
    let first = -1;
    for (const [n, head] of waiting.entries()) {
      if (!head.done && (first < 0 || head.value.seen < waiting[first].value.seen)) first = n;
    }
    if (first < 0) return;
    yield waiting[first].value;
    waiting[first] = heads[first].next();
  }
}
