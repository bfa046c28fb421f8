import { escape, safeUrl } from "./escape.ts";
import { Safe } from "./html.ts";

/** A little Markdown: paragraphs, lists, `code`, **strong**, *emphasis*, [links](url). */
export function markdown(source: string): Safe {
  const blocks = source.replace(/\r\n?/g, "\n").split(/\n{2,}/).filter((block) => block.trim() !== "");
  return new Safe(blocks.map(block).join(""));
}

function block(source: string): string {
  const lines = source.trim().split("\n");
  if (lines.every((line) => /^[-*] /.test(line))) {
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join("")}</ul>`;
  }
  return `<p>${lines.map(inline).join("<br>")}</p>`;
}

function inline(source: string): string {
  return source
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 ? `<code>${escape(part.slice(1, -1))}</code>` : marked(part)))
    .join("");
}

function marked(source: string): string {
  return escape(source)
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (whole, label, url) => {
      const target = safeUrl(url.replace(/&amp;/g, "&"));
      return target === null ? whole : `<a href="${escape(target)}" rel="noopener">${label}</a>`;
    })
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\*([^*]+)\*/g, "<em>$1</em>");
}

/** The steps of a checklist in a body: how many, and how many of them are done. */
export function checklist(source: string): { done: number; count: number } {
  const boxes = source.match(/^[-*] \[[ xX]\] /gm) ?? [];
  return { done: boxes.filter((box) => /x/i.test(box)).length, count: boxes.length };
}
