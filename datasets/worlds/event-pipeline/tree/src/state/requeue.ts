import type { Files } from "../io/files.ts";
import { segments } from "../io/segments.ts";
import { Misuse } from "../errors.ts";
import { deadLetters } from "./dead.ts";

/**
 * Writes the lines of dead letters into a new segment of their source, with the arrival they had. A line
 * that is in several letters (a batch) is written once. The letters stay where they are.
 */
export function requeue(files: Files, reason: string | undefined, source: string | undefined): Record<string, number> {
  if (!reason) throw new Misuse("requeue: --reason is needed");
  const letters = deadLetters(files).filter((one) => one.reason === reason && (!source || one.source === source));
  const done: Record<string, number> = {};
  for (const name of new Set(letters.map((one) => one.source))) {
    const lines = letters.filter((one) => one.source === name).map((one) => `${one.seen}\t${one.text}\n`);
    const newest = Number(segments(files, name).at(-1)?.slice(0, 6) ?? 0);
    const distinct = [...new Set(lines)];
    files.write(`in/${name}/${String(newest + 1).padStart(6, "0")}.seg`, distinct.join(""));
    done[name] = distinct.length;
  }
  return done;
}
