import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { ROOT } from "../src/files.ts";

const IMPORT = /(?:from|import)\s+"(\.{1,2}\/[^"]+)"/g;

/** The modules that a module imports, as paths from the root. */
export function importsOf(path: string): string[] {
  const source = readFileSync(ROOT + path, "utf8");
  return [...source.matchAll(IMPORT)].map((found) => normalize(join(dirname(path), found[1])));
}

/** All modules that are reached from some, sorted. */
export function reached(...entries: string[]): string[] {
  const seen = new Set<string>();
  const todo = [...entries];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    todo.push(...importsOf(path));
  }
  return [...seen].sort();
}

/** All modules below src, sorted. */
export function allModules(): string[] {
  const names = readdirSync(ROOT + "src", { recursive: true }) as string[];
  return names.filter((name) => name.endsWith(".ts")).map((name) => `src/${name}`).sort();
}
