import { category, grouped } from "./plural.ts";

export type Args = Record<string, string | number>;
export type Part =
  | { kind: "text"; text: string }
  | { kind: "value"; name: string }
  | { kind: "number" }
  | { kind: "plural"; name: string; forms: Map<string, Part[]> };

/** Parse a message of the present format; docs/i18n.md. Raises SyntaxError with the place. */
export function parse(source: string): Part[] {
  const reader = new Reader(source);
  const parts = reader.parts(false);
  if (!reader.ended) reader.fail("unexpected }");
  return parts;
}

class Reader {
  #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get ended(): boolean {
    return this.#at >= this.#source.length;
  }

  fail(what: string): never {
    throw new SyntaxError(`${what} at ${this.#at} in ${JSON.stringify(this.#source)}`);
  }

  parts(plural: boolean): Part[] {
    const found: Part[] = [];
    let text = "";
    const put = (part?: Part) => {
      if (text !== "") found.push({ kind: "text", text });
      text = "";
      if (part) found.push(part);
    };
    while (!this.ended && this.#source[this.#at] !== "}") {
      const char = this.#source[this.#at++];
      if (char === "'") text += this.#quoted();
      else if (char === "{") put(this.#argument());
      else if (char === "#" && plural) put({ kind: "number" });
      else text += char;
    }
    put();
    return found;
  }

  /** After an apostrophe: two are one; before { } or # it quotes up to the next; else it is text. */
  #quoted(): string {
    if (this.#source[this.#at] === "'") {
      this.#at++;
      return "'";
    }
    if (!"{}#".includes(this.#source[this.#at] ?? " ")) return "'";
    const end = this.#source.indexOf("'", this.#at);
    if (end < 0) this.fail("open quote");
    const text = this.#source.slice(this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #argument(): Part {
    const name = this.#match(/\s*(\w+)\s*/y);
    if (this.#take("}")) return { kind: "value", name };
    this.#match(/,\s*(plural)\s*,\s*/y);
    const forms = new Map<string, Part[]>();
    while (!this.#take("}")) {
      const form = this.#match(/(=\d+|one|few|many|other)\s*\{/y);
      forms.set(form, this.parts(true));
      if (!this.#take("}")) this.fail("open form");
      this.#match(/(\s*)/y);
    }
    if (!forms.has("other")) this.fail("no form other");
    return { kind: "plural", name, forms };
  }

  #take(char: string): boolean {
    const there = this.#source[this.#at] === char;
    if (there) this.#at++;
    return there;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (!found) this.fail("unexpected text");
    this.#at = pattern.lastIndex;
    return found[1];
  }
}

/** The text of a message in a locale. A missing argument shows as its name in braces. */
export function format(locale: string, source: string, args: Args = {}): string {
  return written(locale, parse(source), args, 0);
}

function written(locale: string, parts: Part[], args: Args, count: number): string {
  return parts.map((part) => one(locale, part, args, count)).join("");
}

function one(locale: string, part: Part, args: Args, count: number): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "number") return grouped(locale, count);
  if (part.kind === "value") return Object.hasOwn(args, part.name) ? String(args[part.name]) : `{${part.name}}`;
  const n = Number(args[part.name] ?? 0);
  const form = part.forms.get(`=${n}`) ?? part.forms.get(category(locale, n)) ?? part.forms.get("other");
  return written(locale, form as Part[], args, n);
}
