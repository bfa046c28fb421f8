import { hasFile, readJson } from "../files.ts";
import { legacyFormat, legacySource } from "./legacy.ts";
import { CONFIG, chain } from "./locales.ts";
import { type Args, format } from "./message.ts";

const CATALOGUES = new Map<string, Record<string, string>>(
  CONFIG.locales
    .filter((locale) => hasFile(`locales/${locale}.json`))
    .map((locale) => [locale, readJson(`locales/${locale}.json`)]),
);

/** The text of a message in the first locale of the chain that has it; the key when none has. */
export function text(locale: string, key: string, args: Args = {}): string {
  for (const one of chain(locale)) {
    const source = CATALOGUES.get(one)?.[key];
    if (source !== undefined) return format(one, source, args);
    const old = legacySource(one, key, args);
    if (old !== undefined) return legacyFormat(key, old, args);
  }
  return key;
}

export function keys(locale: string): string[] {
  return Object.keys(CATALOGUES.get(locale) ?? {});
}
