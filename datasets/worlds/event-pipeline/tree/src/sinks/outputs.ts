import type { Files } from "../io/files.ts";

/** Output files, to which lines are only ever appended. What a crash left behind a checkpoint is cut off. */
export class Outputs {
  private readonly files: Files;
  private readonly waiting = new Map<string, string[]>();

  constructor(files: Files) {
    this.files = files;
  }

  line(path: string, value: unknown): void {
    const lines = this.waiting.get(path) ?? [];
    lines.push(JSON.stringify(value));
    this.waiting.set(path, lines);
  }

  /** Writes what waits, and returns the bytes of every output. */
  flush(): Record<string, number> {
    for (const [path, lines] of this.waiting) {
      const fresh = this.files.size(path) === 0;
      this.files.append(path, lines.map((line) => `${line}\n`).join(""));
      this.files.sync(path);
      if (fresh) this.files.syncFolder(path.slice(0, path.lastIndexOf("/")));
    }
    this.waiting.clear();
    return Object.fromEntries(this.paths().map((path) => [path, this.files.size(path)]));
  }

  /** Brings all outputs back to the lengths of a checkpoint; those that it does not know are removed. */
  rewind(lengths: Record<string, number>): void {
    for (const path of this.paths()) {
      const bytes = lengths[path];
      if (bytes === undefined) this.files.remove(path);
      else if (this.files.size(path) > bytes) this.files.truncate(path, bytes);
    }
  }

  private paths(): string[] {
    return ["out", "dead"].flatMap((folder) => {
      const names = this.files.list(folder).filter((name) => name.endsWith(".jsonl"));
      return names.map((name) => `${folder}/${name}`);
    });
  }
}
