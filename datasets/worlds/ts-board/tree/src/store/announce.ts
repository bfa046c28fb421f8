import type { Action, Board } from "../model/types.ts";
import { text } from "../i18n/catalog.ts";
import { inColumn } from "../model/order.ts";
import { column } from "./reducer.ts";
import { REGISTRY } from "./registry.ts";

/** What a screen reader says after an action, or null for those that are silent. */
export function announcement(before: Board, after: Board, action: Action, locale: string): string | null {
  const key = REGISTRY[action.type].said;
  if (key === null) return null;
  return text(locale, `${key}${suffix(action)}`, args(before, after, action));
}

function suffix(action: Action): string {
  if (action.type === "card/lock" || action.type === "card/archive") return action.on ? ".on" : ".off";
  if (action.type === "card/assign") return action.user === null ? ".nobody" : "";
  return "";
}

function args(before: Board, after: Board, action: Action): Record<string, string | number> {
  const id = (action as { id: string }).id;
  const card = after.cards[id] ?? before.cards[id];
  const found: Record<string, string | number> = { title: card.title };
  if (action.type === "card/move" || action.type === "card/add") {
    found.column = column(after, card.columnId).title;
    found.count = inColumn(after, card.columnId).length;
  }
  if (action.type === "card/assign" && action.user !== null) found.user = action.user;
  return found;
}
