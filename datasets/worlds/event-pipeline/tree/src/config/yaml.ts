import { Misuse } from "../errors.ts";

type Line = { indent: number; text: string; number: number };

/** The part of YAML that our configuration uses: maps, lists, plain and quoted scalars, [a, b], comments. */
export function parseYaml(text: string): any {
  const lines = text.split("\n").map(cut).filter((line) => line.text !== "");
  const [value, next] = block(lines, 0, lines[0]?.indent ?? 0);
  if (next < lines.length) throw new Misuse(`yaml: line ${lines[next].number}: wrong indent`);
  return value;
}

function cut(text: string, n: number): Line {
  const bare = text.replace(/(^|\s)#.*$/, "").trimEnd();
  if (bare.includes("\t")) throw new Misuse(`yaml: line ${n + 1}: a tab`);
  return { indent: bare.length - bare.trimStart().length, text: bare.trim(), number: n + 1 };
}

function block(lines: Line[], from: number, indent: number): [any, number] {
  if (from >= lines.length) return [{}, from];
  return isItem(lines[from].text) ? list(lines, from, indent) : map(lines, from, indent);
}

function isItem(text: string): boolean {
  return text === "-" || text.startsWith("- ");
}

function list(lines: Line[], from: number, indent: number): [any[], number] {
  const out: any[] = [];
  let at = from;
  while (at < lines.length && lines[at].indent === indent && isItem(lines[at].text)) {
    const rest = lines[at].text.slice(1).trim();
    if (/^[\w.]+:(\s|$)/.test(rest)) {
      const inner = lines[at].indent + lines[at].text.indexOf(rest);
      lines[at] = { ...lines[at], indent: inner, text: rest };
      const [value, next] = map(lines, at, inner);
      out.push(value);
      at = next;
    } else {
      out.push(scalar(rest, lines[at].number));
      at += 1;
    }
  }
  return [out, at];
}

function map(lines: Line[], from: number, indent: number): [any, number] {
  const out: Record<string, any> = {};
  let at = from;
  while (at < lines.length && lines[at].indent === indent && !isItem(lines[at].text)) {
    const found = /^([\w.-]+):\s*(.*)$/.exec(lines[at].text);
    if (!found) throw new Misuse(`yaml: line ${lines[at].number}: no key`);
    const [, name, rest] = found;
    if (rest !== "") {
      out[name] = scalar(rest, lines[at].number);
      at += 1;
    } else if (at + 1 < lines.length && lines[at + 1].indent > indent) {
      [out[name], at] = block(lines, at + 1, lines[at + 1].indent);
    } else {
      out[name] = null;
      at += 1;
    }
  }
  return [out, at];
}

function scalar(text: string, line: number): any {
  if (text.startsWith("[") && text.endsWith("]")) {
    const inner = text.slice(1, -1).trim();
    return inner === "" ? [] : inner.split(",").map((part) => scalar(part.trim(), line));
  }
  if (/^".*"$/.test(text) || /^'.*'$/.test(text)) return text.slice(1, -1);
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  if (text === "null" || text === "~") return null;
  if (/^[\[{&*!|>%@`]/.test(text)) throw new Misuse(`yaml: line ${line}: not supported: ${text}`);
  return text;
}
