import { escape } from "./escape.ts";

/** Markup that is known to be safe. Everything else is escaped by `html`. */
export class Safe {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = string | number | Safe | null | false | Value[];

/** A template whose values are escaped, unless they are Safe. null and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Safe {
  return new Safe(strings.reduce((all, part, index) => all + shown(values[index - 1]) + part));
}

function shown(value: Value): string {
  if (value === null || value === false) return "";
  if (Array.isArray(value)) return value.map(shown).join("");
  return value instanceof Safe ? value.markup : escape(String(value));
}
