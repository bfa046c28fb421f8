import type { Board, Card } from "../model/types.ts";
import { BoardError } from "../model/errors.ts";
import { GAP } from "../model/order.ts";

export const VERSION = 3;

/** What the browser keeps of a board: `{"v": 3, "board": …}`. */
export function save(board: Board): string {
  return JSON.stringify({ v: VERSION, board });
}

/** The board of a stored text of any version. Raises BoardError("invalid"). */
export function load(text: string): Board {
  let stored = parsed(text);
  if (stored.v === undefined) stored = { v: 1, board: stored };
  if (stored.v === 1) stored = { v: 2, board: second(stored.board) };
  if (stored.v === 2) stored = { v: 3, board: third(stored.board) };
  if (stored.v !== VERSION) throw new BoardError("invalid", `snapshot ${stored.v}`);
  return stored.board;
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    throw new BoardError("invalid", "snapshot");
  }
}

/** 1 had the cards inside the columns, in order and without positions. */
function second(board: any): any {
  const cards: Record<string, any> = {};
  for (const column of board.columns) {
    column.cards.forEach((card: any, index: number) => {
      cards[card.id] = { ...card, columnId: column.id, pos: (index + 1) * GAP };
    });
  }
  return { ...board, columns: board.columns.map(({ cards: _, ...rest }: any) => rest), cards };
}

/** 2 had no archive, no points, and one label as text. */
function third(board: any): any {
  const cards = Object.values<any>(board.cards).map(({ label, ...card }): Card => ({
    ...card,
    labels: label ? [label] : [],
    points: null,
    archived: false,
    locked: Boolean(card.locked),
  }));
  return {
    ...board,
    columns: board.columns.map((column: any) => ({ ...column, limit: column.limit || null })),
    cards: Object.fromEntries(cards.map((card) => [card.id, card])),
  };
}
