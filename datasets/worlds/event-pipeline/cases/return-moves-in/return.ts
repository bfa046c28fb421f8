import type { Files } from "../io/files.ts";

type Fix = string[];

/** The return to the harbour authority. Texts are compared and padded byte by byte, numbers read as awk reads them. */
export function harbourReturn(files: Files, day: string): string {
  const fixes = fixesOf(files, day);
  const lines = [`SKERRY LINE RETURN ${day}`, "VESSEL     FIXES    MEAN     TOP ABOARD  LAST PLACE            "];
  lines.push(...vesselLines(fixes), "HOURS", ...hourLines(fixes), "UNDERWAY WITHOUT COUNT", underway(fixes), `END ${fixes.length}`);
  return `${lines.join("\n")}\n`;
}

function fixesOf(files: Files, day: string): Fix[] {
  const names = files.list("in/vessels").filter((name) => name.endsWith(".seg") && !name.startsWith(".")).sort(bytes);
  const text = names.map((name) => files.read(`in/vessels/${name}`) ?? "").join("");
  const found = new Map<string, Fix>();
  for (const line of text.split("\n")) {
    const sent = line.includes("\t") ? line.split("\t")[1] : line;
    if (!sent.startsWith("VP2|")) continue;
    const fix = sent.split("*")[0].split("|").slice(1);
    if (!fix[1]?.startsWith(day)) continue;
    const id = `${fix[0]}\t${fix[1]}`;
    if (!found.has(id)) found.set(id, fix);
  }
  return [...found.values()].sort((a, b) => bytes(a[0], b[0]) || bytes(a[1], b[1]));
}

function vesselLines(fixes: Fix[]): string[] {
  const lines = [...Map.groupBy(fixes, (fix) => fix[0])].map(([vessel, mine]) => {
    let [sum, top, aboard] = [0, "", ""];
    for (const fix of mine) {
      sum += number(fix[4]);
      if (compare(fix[4] ?? "", top) > 0) top = fix[4];
      if ((fix[6] ?? "") !== "") aboard = fix[6];
    }
    const last = mine[mine.length - 1];
    const name = pad(vessel.replace(/[a-z]/g, (letter) => letter.toUpperCase()), -10);
    const cells = [pad(String(mine.length), 6), pad(fixed(sum / mine.length, 1), 8), pad(top, 8), pad(String(Math.trunc(number(aboard))), 7)];
    return `${name}${cells.join("")}  ${place(last[2] ?? "", "NS")} ${place(last[3] ?? "", "EW")}`;
  });
  const second = (line: string) => number(blanks(line)[1] ?? "");
  return lines.sort((a, b) => second(b) - second(a) || bytes(blanks(a)[0], blanks(b)[0]) || bytes(a, b));
}

function hourLines(fixes: Fix[]): string[] {
  const counts = new Map<string, number>();
  for (const fix of fixes) {
    const text = `${fix[0]} ${fix[1].slice(11, 13)}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const lines = [...counts].map(([text, n]) => `${pad(String(n), 7)} ${text}`);
  const by = (line: string, n: number) => fields(line)[n] ?? "";
  lines.sort((a, b) => number(by(b, 0)) - number(by(a, 0)) || bytes(by(a, 2), by(b, 2)) || bytes(by(a, 1), by(b, 1)) || bytes(a, b));
  return lines.slice(0, 8);
}

function underway(fixes: Fix[]): string {
  const mine = fixes.filter((fix) => compare(fix[4] ?? "", "3") > 0 && compare(fix[6] ?? "0", "0") === 0);
  const groups = [...Map.groupBy(mine, (fix) => fix[0])];
  return groups.map(([vessel, all]) => `${blanks(vessel)[0] ?? ""}=${all.length}`).join(" ");
}

function place(text: string, letters: string): string {
  const negative = compare(text, "0") < 0;
  const size = negative ? -number(text) : number(text);
  const whole = Math.trunc(size);
  return `${whole || 0}-${fixed((size - whole) * 60, 2).padStart(5, "0")}${letters[negative ? 1 : 0]}`;
}

/** awk's comparison of two fields: as numbers when both look like one. */
function compare(a: string, b: string): number {
  return numeric(a) && numeric(b) ? number(a) - number(b) : bytes(a, b);
}

function numeric(text: string): boolean {
  return /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ \t]*$/.test(text);
}

function number(text: string | undefined): number {
  return Number(/^[ \t]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(text ?? "")?.[0] ?? 0);
}

/** printf's rounding: a half that is exact goes to the even digit. */
function fixed(value: number, digits: number): string {
  const halves = value * 2 ** (digits + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}

function pad(text: string, width: number): string {
  const missing = " ".repeat(Math.max(0, Math.abs(width) - Buffer.byteLength(text)));
  return width < 0 ? text + missing : missing + text;
}

/** The words of a line, and its fields as sort sees them, with the blanks before. */
function blanks(line: string): string[] {
  return line.split(/[ \t]+/).filter(Boolean);
}

function fields(line: string): string[] {
  return line.match(/[ \t]*[^ \t]+/g) ?? [];
}

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
