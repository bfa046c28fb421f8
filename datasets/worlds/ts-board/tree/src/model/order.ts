import type { Board, Card } from "./types.ts";
import { BoardError } from "./errors.ts";

export const GAP = 1024;

/** The cards of a column in their order; archived ones only when asked for. */
export function inColumn(board: Board, columnId: string, withArchived = false): Card[] {
  return Object.values(board.cards)
    .filter((card) => card.columnId === columnId && (withArchived || !card.archived))
    .sort((a, b) => a.pos - b.pos || (a.id < b.id ? -1 : 1));
}

/** The position of a card that is put before `before` (null: at the end), or null without room. */
export function between(cards: Card[], before: string | null): number | null {
  if (before === null) return (cards.at(-1)?.pos ?? 0) + GAP;
  const at = cards.findIndex((card) => card.id === before);
  if (at < 0) throw new BoardError("missing", before);
  const low = at === 0 ? 0 : cards[at - 1].pos;
  const middle = Math.floor((low + cards[at].pos) / 2);
  return middle > low && middle < cards[at].pos ? middle : null;
}

/** New positions of all cards of a column, a gap apart. */
export function spread(cards: Card[]): Map<string, number> {
  return new Map(cards.map((card, index) => [card.id, (index + 1) * GAP]));
}

/** The card that follows in the column, or null for the last. Archived cards count as neighbours. */
export function nextOf(board: Board, id: string): string | null {
  const card = board.cards[id];
  const all = inColumn(board, card.columnId, true);
  return all[all.findIndex((other) => other.id === id) + 1]?.id ?? null;
}
