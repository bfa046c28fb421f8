import { filesIn } from "../io/files.ts";
import { newest } from "../report/rows.ts";
import type { Row } from "../types.ts";

/** The last row of each key of a metric. */
export function latest(data: string, metric: string): Row[] {
  const found = new Map(newest(filesIn(data), metric).map((row) => [row.key, row]));
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function clockOf(row: Row): string {
  return row.start.slice(11, 16);
}

/** 3.6 as ★★★★☆. */
export function starsOf(value: number): string {
  const full = Math.round(value);
  return "★".repeat(full) + "☆".repeat(5 - full);
}

export function metres(centimetres: number): string {
  return `${(centimetres / 100).toFixed(2).padStart(6)} m`;
}

export function meanOf(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export function print(lines: string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}
