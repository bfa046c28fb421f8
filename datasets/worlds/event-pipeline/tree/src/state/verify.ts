import { createHash } from "node:crypto";
import type { Files } from "../io/files.ts";
import { segments } from "../io/segments.ts";
import { Checkpoints } from "./checkpoint.ts";

/** A line for each thing that is not whole: segments against their manifest, outputs, checkpoints. */
export function verify(files: Files): string[] {
  const faults: string[] = [];
  for (const source of files.list("in")) faults.push(...ofSource(files, source));
  const checkpoints = new Checkpoints(files, 1);
  for (const n of checkpoints.numbers()) if (!checkpoints.read(n)) faults.push(`checkpoint ${n}: damaged`);
  const lengths = checkpoints.load()?.state.lengths ?? {};
  for (const [path, bytes] of Object.entries(lengths)) {
    const size = files.size(path);
    if (size !== bytes) faults.push(`${path}: ${size} bytes, the checkpoint has ${bytes}`);
  }
  return faults;
}

/** MANIFEST has a line `<sha256> <name>` for each segment that is finished. */
function ofSource(files: Files, source: string): string[] {
  const manifest = files.read(`in/${source}/MANIFEST`);
  if (manifest === null) return [];
  const wanted = new Map(manifest.split("\n").filter(Boolean).map((line) => line.split(/\s+/).reverse() as [string, string]));
  const faults: string[] = [];
  for (const name of segments(files, source)) {
    const sum = createHash("sha256").update(files.read(`in/${source}/${name}`)!).digest("hex");
    if (wanted.has(name) && wanted.get(name) !== sum) faults.push(`in/${source}/${name}: checksum`);
    wanted.delete(name);
  }
  return [...faults, ...[...wanted.keys()].map((name) => `in/${source}/${name}: missing`)];
}
