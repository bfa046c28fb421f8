// Compares the keys that the code asks for with the catalogues. Keys that are put together are listed by hand.
import { readFileSync } from "node:fs";
import { keys } from "../src/i18n/catalog.ts";
import { legacyKeys } from "../src/i18n/legacy.ts";
import { CONFIG } from "../src/i18n/locales.ts";
import { ROOT } from "../src/files.ts";
import { allModules } from "./modules.ts";

const COMPOSED = /^(said|error)\./;

/** Keys that the code names; `used` in modules below src. */
export function usedKeys(): Set<string> {
  const found = allModules().flatMap((path) => [...readFileSync(ROOT + path, "utf8").matchAll(/text\([\w.]+, "([\w.]+)"/g)]);
  return new Set(found.map((one) => one[1]));
}

/** A key without the plural suffix of the old catalogues. */
const plain = (key: string): string => key.replace(/_(zero|one|few|many|other)$/, "");

export function report(): string[] {
  const used = usedKeys();
  const has = (locale: string) => new Set([...keys(locale), ...legacyKeys(locale).map(plain)]);
  const missing = [...used].filter((key) => !has(CONFIG.default).has(key)).map((key) => `missing in ${CONFIG.default}: ${key}`);
  const unused = CONFIG.locales.flatMap((locale) =>
    [...has(locale)].filter((key) => !used.has(key) && !COMPOSED.test(key)).map((key) => `not used, ${locale}: ${key}`),
  );
  return [...missing.sort(), ...unused.sort()];
}

if (import.meta.main) for (const line of report()) console.log(line);
