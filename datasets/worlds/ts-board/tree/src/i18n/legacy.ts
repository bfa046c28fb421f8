import { hasFile, readJson } from "../files.ts";
import type { Args } from "./message.ts";
import { CONFIG } from "./locales.ts";
import { category } from "./plural.ts";

/** The messages of 1.0, in the style of printf. To be gone with ADR 5. */
const CATALOGUES = new Map<string, Record<string, string>>(
  CONFIG.locales
    .filter((locale) => hasFile(`locales/legacy/${locale}.json`))
    .map((locale) => [locale, readJson(`locales/legacy/${locale}.json`)]),
);

/** The names of what stood in %s and %d, in the order in which callers once gave them. */
export const ARGUMENTS: Record<string, string[]> = {
  "board.cards": ["count"],
  "board.hidden": ["count", "filter"],
  "column.full": ["column", "limit"],
  "column.count": ["count", "limit"],
  "card.due.in": ["count"],
  "card.moved": ["title", "from", "to"],
  "card.points": ["points"],
  "card.by": ["user", "date"],
  "help.template": ["example"],
  "queue.waiting": ["count"],
  "queue.lost": ["count", "reason"],
  "progress": ["percent"],
};

/** The source of a message, of the plural form that `count` needs where there are forms. */
export function legacySource(locale: string, key: string, args: Args): string | undefined {
  const catalogue = CATALOGUES.get(locale);
  if (!catalogue) return undefined;
  if (Object.hasOwn(catalogue, key)) return catalogue[key];
  const count = Number(args[(ARGUMENTS[key] ?? [])[0]] ?? 0);
  if (count === 0 && Object.hasOwn(catalogue, `${key}_zero`)) return catalogue[`${key}_zero`];
  return catalogue[`${key}_${category(locale, count)}`] ?? catalogue[`${key}_other`];
}

/** %s and %d take the next argument, %2$s the second, %% is a percent sign. */
export function legacyFormat(key: string, source: string, args: Args): string {
  const names = ARGUMENTS[key] ?? [];
  let next = 0;
  return source.replace(/%(?:(\d)\$)?([sd%])/g, (_, place, kind) => {
    if (kind === "%") return "%";
    const name = names[place ? Number(place) - 1 : next++];
    return Object.hasOwn(args, name) ? String(args[name]) : `{${name}}`;
  });
}

export function legacyKeys(locale: string): string[] {
  return Object.keys(CATALOGUES.get(locale) ?? {});
}
