import type { Files } from "../io/files.ts";
import { Misuse } from "../errors.ts";
import { newest } from "./rows.ts";

export interface Column {
  title: string;
  metric?: string;
  fold?: "sum" | "max" | "mean" | "last";
  ratio?: [string, string];
}

export interface ReportConfig {
  keyTitle: string;
  columns: Column[];
}

/** A report of one day: a line for each key, as CSV. `ratio` divides two columns of the same report. */
export function report(files: Files, config: ReportConfig, day: string): string {
  const keys = new Set<string>();
  const cells: Record<string, Record<string, number>> = {};
  for (const column of config.columns) {
    if (!column.metric) continue;
    const rows = newest(files, column.metric).filter((row) => row.start.startsWith(day) && row.value !== null);
    cells[column.title] = {};
    for (const key of new Set(rows.map((row) => row.key))) {
      keys.add(key);
      cells[column.title][key] = fold(column.fold ?? "sum", rows.filter((row) => row.key === key).map((row) => row.value!));
    }
  }
  const lines = [...keys].sort().map((key) => [key, ...config.columns.map((one) => cell(config, cells, one, key))].join(","));
  return `${[[config.keyTitle, ...config.columns.map((one) => one.title)].join(","), ...lines].join("\n")}\n`;
}

function cell(config: ReportConfig, cells: Record<string, Record<string, number>>, column: Column, key: string): string {
  if (column.metric) return text(cells[column.title][key]);
  const [over, under] = column.ratio!.map((title) => {
    if (!cells[title]) throw new Misuse(`reports: ratio: ${title}`);
    return cells[title][key];
  });
  return over === undefined || !under ? "" : text(Math.round((over / under) * 1000) / 1000);
}

function fold(how: string, values: number[]): number {
  if (how === "sum") return values.reduce((a, b) => a + b, 0);
  if (how === "max") return Math.max(...values);
  if (how === "last") return values[values.length - 1];
  return Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 1000) / 1000;
}

function text(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}
