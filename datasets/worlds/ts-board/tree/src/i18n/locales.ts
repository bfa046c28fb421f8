import { readJson } from "../files.ts";

type Config = { default: string; locales: string[]; fallback: Record<string, string> };

export const CONFIG: Config = readJson("config/locales.json");

/** The locales in which a message is looked for, the wanted one first, the default last. */
export function chain(locale: string): string[] {
  const found: string[] = [];
  let next: string | undefined = CONFIG.locales.includes(locale) ? locale : locale.split("-")[0];
  while (next !== undefined && !found.includes(next)) {
    found.push(next);
    next = CONFIG.fallback[next];
  }
  return [...new Set([...found.filter((one) => CONFIG.locales.includes(one)), CONFIG.default])];
}
