import { readFileSync, readdirSync } from "node:fs";

/* All texts are bytes here (latin1), so that lengths and order are those of the C locale. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;
const value = (text = "") => Number(NUMBER.exec(text)?.[0] ?? 0);
const isNumber = (text: string) => NUMBER.exec(text)?.[0] === text.trimEnd() && text.trim() !== "";
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const awk = (a: string, b: string) => (isNumber(a) && isNumber(b) ? value(a) - value(b) : order(a, b));

/** Decimal digits of a double, exactly, rounded half to even. */
function printf(x: number, digits: number): string {
  let shift = 0n;
  let whole = x;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    shift += 1n;
  }
  const top = BigInt(whole) * 10n ** BigInt(digits);
  let quotient = top >> shift;
  const rest = (top - (quotient << shift)) * 2n;
  const one = 1n << shift;
  if (rest > one || (rest === one && quotient % 2n === 1n)) quotient += 1n;
  const text = quotient.toString().padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function angle(text: string, letters: string): string {
  const south = awk(text, "0") < 0;
  const size = Math.abs(value(text));
  return `${Math.floor(size)}-${printf((size % 1) === 0 ? 0 : (size - Math.floor(size)) * 60, 2).padStart(5, "0")}${letters.charAt(south ? 1 : 0)}`;
}

export function makeReturn(data: string, day: string): Buffer {
  const folder = `${data}/in/vessels`;
  const all = readdirSync(folder, { encoding: "latin1" }).filter((name) => /^[^.].*\.seg$/.test(name)).sort(order);
  const whole = all.map((name) => readFileSync(`${folder}/${Buffer.from(name, "latin1").toString()}`, "latin1")).join("");
  let rows: string[][] = [];
  for (const line of whole.split("\n")) {
    const [first, second] = line.split("\t");
    const sent = second ?? first;
    if (sent.startsWith("VP2|")) rows.push(sent.replace(/\*.*/, "").split("|").slice(1));
  }
  rows = rows.filter((row) => row[1]?.indexOf(day) === 0);
  rows.sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]));
  rows = rows.filter((row, n) => n === 0 || row[0] !== rows[n - 1][0] || row[1] !== rows[n - 1][1]);
  const vessels = [...new Set(rows.map((row) => row[0]))];
  const table = vessels.map((vessel) => {
    const mine = rows.filter((row) => row[0] === vessel);
    const top = mine.reduce((best, row) => (awk(row[4], best) > 0 ? row[4] : best), "");
    const aboard = mine.map((row) => row[6]).filter((text) => text).pop();
    const mean = mine.reduce((sum, row) => sum + value(row[4]), 0) / mine.length;
    const name = vessel.replace(/[a-z]+/g, (part) => part.toUpperCase()).padEnd(10);
    const [, , lat, lon] = mine[mine.length - 1];
    return `${name}${String(mine.length).padStart(6)}${printf(mean, 1).padStart(8)}${top.padStart(8)}${String(Math.trunc(value(aboard))).padStart(7)}  ${angle(lat, "NS")} ${angle(lon, "EW")}`;
  });
  const word = (line: string, n: number) => line.trim().split(/ +/)[n] ?? "";
  table.sort((a, b) => value(word(b, 1)) - value(word(a, 1)) || order(word(a, 0), word(b, 0)) || order(a, b));
  const hours: Record<string, number> = {};
  for (const row of rows) hours[`${row[0]} ${row[1].substring(11, 13)}`] = (hours[`${row[0]} ${row[1].substring(11, 13)}`] ?? 0) + 1;
  const counted = Object.entries(hours).map(([text, n]) => `${String(n).padStart(7)} ${text}`);
  counted.sort((a, b) => value(b) - value(a) || order(word(a, 2), word(b, 2)) || order(word(a, 1), word(b, 1)) || order(a, b));
  const silent = vessels.map((vessel) => {
    const n = rows.filter((row) => row[0] === vessel && awk(row[4], "3") > 0 && isNumber(row[6] ?? "") && value(row[6]) === 0).length;
    return n > 0 ? `${word(vessel, 0)}=${n}` : "";
  });
  const head = `SKERRY LINE RETURN ${day}\n${"VESSEL".padEnd(10)} FIXES    MEAN     TOP ABOARD  ${"LAST PLACE".padEnd(22)}\n`;
  const parts = [...table, "HOURS", ...counted.slice(0, 8), "UNDERWAY WITHOUT COUNT", silent.filter(Boolean).join(" "), `END ${rows.length}`];
  return Buffer.from(`${head}${parts.join("\n")}\n`, "latin1");
}
