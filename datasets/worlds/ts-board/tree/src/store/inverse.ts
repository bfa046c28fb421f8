import type { Action, Board, Patch } from "../model/types.ts";
import { nextOf } from "../model/order.ts";
import { card, column, reduce } from "./reducer.ts";

/** The action that takes `action` back, from the board before it. */
export function inverse(board: Board, action: Action): Action {
  switch (action.type) {
    case "card/add":
      return { type: "card/remove", id: action.id };
    case "card/edit": {
      const before = card(board, action.id);
      const names = Object.keys(action.patch) as (keyof Patch)[];
      return { type: "card/edit", id: action.id, patch: Object.fromEntries(names.map((n) => [n, before[n]])) };
    }
    case "card/move":
      return { type: "card/move", id: action.id, columnId: card(board, action.id).columnId, before: nextOf(board, action.id) };
    case "card/label":
      return { ...action, on: card(board, action.id).labels.includes(action.label) };
    case "card/assign":
      return { ...action, user: card(board, action.id).assignee };
    case "card/lock":
      return { ...action, on: card(board, action.id).locked };
    case "card/archive":
      return { ...action, on: card(board, action.id).archived };
    case "card/remove":
      return { type: "card/restore", card: card(board, action.id) };
    case "card/restore":
      return { type: "card/remove", id: action.card.id };
    case "column/limit":
      return { ...action, limit: column(board, action.id).limit };
    case "column/rename":
      return { ...action, title: column(board, action.id).title };
    case "batch":
      return { type: "batch", actions: backwards(board, action.actions) };
  }
}

function backwards(board: Board, actions: Action[]): Action[] {
  const undone: Action[] = [];
  for (const one of actions) {
    undone.unshift(inverse(board, one));
    board = reduce(board, one);
  }
  return undone;
}
