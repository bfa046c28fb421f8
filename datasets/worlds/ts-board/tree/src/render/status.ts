import type { Lost } from "../sync/optimistic.ts";
import { text } from "../i18n/catalog.ts";
import { html } from "./html.ts";

/** The line below the board: what waits, and what was lost. */
export function renderStatus(locale: string, waiting: number, lost: Lost[]): string {
  const waits = waiting === 0 ? null : html`<span>${text(locale, "queue.waiting", { count: waiting })}</span>`;
  const codes = [...new Set(lost.map((one) => one.code))].map((code) => text(locale, `error.${code}`)).join(" ");
  const gone = lost.length === 0 ? null : html`<span role="alert">${text(locale, "queue.lost", { count: lost.length, reason: codes })}</span>`;
  return html`<footer>${waits}${gone}</footer>`.markup;
}
