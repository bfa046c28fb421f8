import type { Action, Board } from "../model/types.ts";
import { BoardError } from "../model/errors.ts";
import { REGISTRY } from "../store/registry.ts";
import { readJson } from "../files.ts";

type Table = Record<string, { extends?: string; grants: string[] }>;

const TABLE: Table = readJson("config/roles.json");

/** All grants of a role, with those it takes over. */
export function grants(role: string): Set<string> {
  const own = TABLE[role];
  if (!own) return new Set();
  return new Set([...(own.extends ? grants(own.extends) : []), ...own.grants]);
}

/** May the user do this to the card? `x.own` grants x for cards that are assigned to the user. */
export function can(board: Board, user: string, permission: string, cardId?: string): boolean {
  const given = grants(board.members[user] ?? "none");
  if (given.has(permission)) return true;
  const card = cardId === undefined ? undefined : board.cards[cardId];
  return given.has(`${permission}.own`) && card?.assignee === user;
}

/** Raise BoardError("forbidden") unless the user may do the whole action. */
export function allow(board: Board, user: string, action: Action): void {
  if (action.type === "batch") {
    for (const one of action.actions) allow(board, user, one);
    return;
  }
  const needed = REGISTRY[action.type].permission;
  const cardId = action.type === "card/restore" ? action.card.id : action.id;
  if (needed !== null && !can(board, user, needed, cardId)) throw new BoardError("forbidden", needed);
}
