import { readFileSync } from "node:fs";

/** Turns a CSV report from standard input into a table of HTML. ops/publish.sh uses it. */
export function table(csv: string, title: string): string {
  const [head, ...rows] = csv.trimEnd().split("\n").map((line) => line.split(","));
  const cells = (items: string[], tag: string) => items.map((item) => `<${tag}>${escape(item)}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n");
  return `<table>\n<caption>${escape(title)}</caption>\n<tr>${cells(head, "th")}</tr>\n${body}\n</table>\n`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

if (process.argv[1] === import.meta.filename) process.stdout.write(table(readFileSync(0, "utf8"), process.argv[2] ?? ""));
