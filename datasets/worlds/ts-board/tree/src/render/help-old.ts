import { escape } from "./escape.ts";

/** The help page of 1.0: keys without what they do. */
export function oldHelp(keys: string[]): string {
  return `<ul class="help">${keys.map((key) => `<li>${escape(key)}</li>`).join("")}</ul>`;
}
