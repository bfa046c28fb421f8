import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The content of a JSON file of the repository. */
export function readJson<T = any>(path: string): T {
  return JSON.parse(readFileSync(ROOT + path, "utf8"));
}

export function hasFile(path: string): boolean {
  return existsSync(ROOT + path);
}
