import type { Files } from "../io/files.ts";
import type { Row } from "../types.ts";

/** The rows of a metric; of each window only the one with the highest `rev`. */
export function newest(files: Files, metric: string): Row[] {
  const found = new Map<string, Row>();
  for (const text of (files.read(`out/${metric}.jsonl`) ?? "").split("\n")) {
    if (text === "") continue;
    const row: Row = JSON.parse(text);
    const id = `${row.key}|${row.start}`;
    if ((found.get(id)?.rev ?? -1) <= row.rev) found.set(id, row);
  }
  return [...found.values()].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.key < b.key ? -1 : 1));
}
