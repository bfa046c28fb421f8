import type { Board, Column } from "../model/types.ts";
import type { Flags } from "../flags/flags.ts";
import { text } from "../i18n/catalog.ts";
import { inColumn } from "../model/order.ts";
import { renderCard } from "./card.ts";
import { html, type Safe } from "./html.ts";

/** What decides how a board looks, beside the board. */
export type View = {
  locale: string;
  today: string;
  flags: Flags;
  open: string[]; // cards that are shown in full
  folded: string[]; // columns
  filter: string | null; // a label
};

export function renderBoard(board: Board, view: View): string {
  const shown = board.columns.map((column) => renderColumn(board, column, view));
  return html`<main data-board="${board.id}" lang="${view.locale}"><h1>${board.title}</h1>${hidden(board, view)}${shown}</main>`.markup;
}

function renderColumn(board: Board, column: Column, view: View): Safe {
  const all = inColumn(board, column.id);
  const cards = all.filter((card) => view.filter === null || card.labels.includes(view.filter));
  const folded = part("collapse", view) && view.folded.includes(column.id);
  const list = cards.length === 0 ? html`<p>${text(view.locale, "board.empty")}</p>` : html`<ol>${cards.map((card, n) => renderCard(card, view, n))}</ol>`;
  const full = column.limit !== null && all.length >= column.limit;
  return html`<section data-column="${column.id}" class="${full ? "column is-full" : "column"}"><h2>${column.title}</h2><small>${size(all.length, column, view)}</small>${part("progress", view) && bar(all.length, column, view)}${!folded && list}</section>`;
}

/** Is the part of a column, flag `column.<name>`, switched on? */
function part(name: string, view: View): boolean {
  return view.flags.on(`column.${name}`);
}

function size(count: number, column: Column, view: View): string {
  if (column.limit === null) return text(view.locale, "board.cards", { count });
  return text(view.locale, "column.count", { count, limit: column.limit });
}

function bar(count: number, column: Column, view: View): Safe | false {
  if (column.limit === null) return false;
  const percent = Math.min(100, Math.round((count * 100) / column.limit));
  return html`<progress value="${percent}" max="100">${text(view.locale, "progress", { percent })}</progress>`;
}

function hidden(board: Board, view: View): Safe | null {
  const { filter } = view;
  if (filter === null) return null;
  const count = Object.values(board.cards).filter((card) => !card.archived && !card.labels.includes(filter)).length;
  return count === 0 ? null : html`<p class="hidden">${text(view.locale, "board.hidden", { count, filter })}</p>`;
}
