import type { Card } from "../model/types.ts";
import { text } from "../i18n/catalog.ts";
import { avatar } from "./avatar.ts";
import type { View } from "./board.ts";
import { daysBetween } from "./dates.ts";
import { html, type Safe } from "./html.ts";
import { checklist, markdown } from "./markdown.ts";

export function renderCard(card: Card, view: View, index: number): Safe {
  const classes = ["card", view.flags.on("compactCards") ? "card-compact" : "card-wide"];
  if (card.locked) classes.push("is-locked");
  if (view.flags.on("column.stripes") && index % 2 === 1) classes.push("is-dark");
  return html`<li class="${classes.join(" ")}" data-id="${card.id}"><h3>${card.title}</h3>${body(card, view)}${badges(card, view)}</li>`;
}

function body(card: Card, view: View): Safe | null {
  if (card.body === "" || (view.flags.on("compactCards") && !view.open.includes(card.id))) return null;
  return view.flags.on("markdown") ? html`<div class="body">${markdown(card.body)}</div>` : html`<pre class="body">${card.body}</pre>`;
}

function badges(card: Card, view: View): Safe | null {
  const found = [
    ...card.labels.map((label) => html`<span class="label">${label}</span>`),
    due(card, view),
    card.points === null ? null : html`<span class="points">${text(view.locale, "card.points", { points: card.points })}</span>`,
    steps(card, view),
    person(card, view),
    card.locked ? html`<span class="lock">${text(view.locale, "card.locked")}</span>` : null,
  ].filter((one) => one !== null);
  return found.length === 0 ? null : html`<p class="badges">${found}</p>`;
}

function due(card: Card, view: View): Safe | null {
  if (card.due === null) return null;
  const count = daysBetween(view.today, card.due);
  if (count < 0) return html`<span class="due is-late">${text(view.locale, "card.overdue")}</span>`;
  if (!view.flags.on("dueBadge")) return html`<span class="due">${card.due}</span>`;
  return html`<span class="due" title="${card.due}">${text(view.locale, "card.due.in", { count })}</span>`;
}

function steps(card: Card, view: View): Safe | null {
  const { done, count } = checklist(card.body);
  return count === 0 ? null : html`<span class="steps">${text(view.locale, "card.checklist", { done, count })}</span>`;
}

function person(card: Card, view: View): Safe | null {
  if (card.assignee === null) return null;
  return view.flags.on("avatars") ? avatar(card.assignee) : html`<span class="person">@${card.assignee}</span>`;
}
