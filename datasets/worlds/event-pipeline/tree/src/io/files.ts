import * as fs from "node:fs";
import { dirname } from "node:path";

/**
 * What the pipeline does with files. `write` and `append` reach the page cache only: after a crash of the
 * machine a file has what it had at its last `sync`, and a folder the names of its last `syncFolder`.
 */
export interface Files {
  read(path: string): string | null;
  write(path: string, text: string): void;
  append(path: string, text: string): void;
  truncate(path: string, bytes: number): void;
  size(path: string): number;
  rename(from: string, to: string): void;
  remove(path: string): void;
  list(folder: string): string[];
  sync(path: string): void;
  syncFolder(folder: string): void;
}

/** Files below a folder. */
export function filesIn(root: string): Files {
  const full = (path: string) => `${root}/${path}`;
  const made = (path: string) => {
    fs.mkdirSync(dirname(full(path)), { recursive: true });
    return full(path);
  };
  const flush = (path: string) => {
    const handle = fs.openSync(path, "r");
    fs.fsyncSync(handle);
    fs.closeSync(handle);
  };
  return {
    read: (path) => (fs.existsSync(full(path)) ? fs.readFileSync(full(path), "utf8") : null),
    write: (path, text) => fs.writeFileSync(made(path), text),
    append: (path, text) => fs.appendFileSync(made(path), text),
    truncate: (path, bytes) => fs.truncateSync(full(path), bytes),
    size: (path) => (fs.existsSync(full(path)) ? fs.statSync(full(path)).size : 0),
    rename: (from, to) => fs.renameSync(full(from), full(to)),
    remove: (path) => fs.rmSync(full(path), { force: true }),
    list: (folder) => (fs.existsSync(full(folder)) ? fs.readdirSync(full(folder)).sort() : []),
    sync: (path) => flush(full(path)),
    syncFolder: (folder) => flush(full(folder)),
  };
}
