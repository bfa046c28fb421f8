import type { Action, Board, Card, Column } from "../model/types.ts";
import { BoardError } from "../model/errors.ts";
import { between, inColumn, spread } from "../model/order.ts";

const BLANK = { body: "", labels: [], assignee: null, due: null, points: null, locked: false, archived: false };

/** Return the board after an action. The given board stays as it is. Raises BoardError. */
export function reduce(board: Board, action: Action): Board {
  switch (action.type) {
    case "card/add":
      return add(board, action);
    case "card/edit":
      return withCard(board, { ...open(board, action.id), ...action.patch });
    case "card/move":
      return move(board, action);
    case "card/label":
      return label(board, action);
    case "card/assign":
      return assign(board, action);
    case "card/lock":
      return withCard(board, { ...card(board, action.id), locked: action.on });
    case "card/archive":
      return archive(board, action);
    case "card/remove": {
      open(board, action.id);
      const { [action.id]: _, ...cards } = board.cards;
      return { ...board, cards };
    }
    case "card/restore":
      if (board.cards[action.card.id]) throw new BoardError("duplicate", action.card.id);
      return withCard(board, action.card);
    case "column/limit":
      if (action.limit !== null && (!Number.isInteger(action.limit) || action.limit < 1)) {
        throw new BoardError("invalid", action.id);
      }
      return withColumn(board, { ...column(board, action.id), limit: action.limit });
    case "column/rename":
      return withColumn(board, { ...column(board, action.id), title: action.title });
    case "batch":
      return action.actions.reduce(reduce, board);
  }
}

export function card(board: Board, id: string): Card {
  if (!Object.hasOwn(board.cards, id)) throw new BoardError("missing", id);
  return board.cards[id];
}

export function column(board: Board, id: string): Column {
  const found = board.columns.find((one) => one.id === id);
  if (!found) throw new BoardError("missing", id);
  return found;
}

/** The card, unless it is locked. */
function open(board: Board, id: string): Card {
  const found = card(board, id);
  if (found.locked) throw new BoardError("locked", id);
  return found;
}

function withCard(board: Board, changed: Card): Board {
  return { ...board, cards: { ...board.cards, [changed.id]: changed } };
}

function withColumn(board: Board, changed: Column): Board {
  return { ...board, columns: board.columns.map((one) => (one.id === changed.id ? changed : one)) };
}

/** Refuse when the column has no room for `count` more; see docs/wip.md. */
export function requireRoom(board: Board, columnId: string, count = 1): void {
  const { limit } = column(board, columnId);
  if (limit !== null && inColumn(board, columnId).length + count > limit) {
    throw new BoardError("limit", columnId);
  }
}

function add(board: Board, action: Extract<Action, { type: "card/add" }>): Board {
  if (Object.hasOwn(board.cards, action.id)) throw new BoardError("duplicate", action.id);
  if (action.title.trim() === "") throw new BoardError("invalid", action.id);
  requireRoom(board, action.columnId);
  const pos = between(inColumn(board, action.columnId, true), null) as number;
  const { id, columnId, title } = action;
  return withCard(board, { ...BLANK, labels: [], id, columnId, title, pos });
}

function move(board: Board, action: Extract<Action, { type: "card/move" }>): Board {
  const moved = open(board, action.id);
  column(board, action.columnId);
  if (action.before === action.id) return board;
  if (moved.columnId !== action.columnId && !moved.archived) requireRoom(board, action.columnId);
  const others = inColumn(board, action.columnId, true).filter((one) => one.id !== action.id);
  const pos = between(others, action.before);
  if (pos !== null) return withCard(board, { ...moved, columnId: action.columnId, pos });
  const places = spread(others);
  const roomy = others.map((one) => ({ ...one, pos: places.get(one.id) as number }));
  const wide = roomy.reduce(withCard, board);
  return withCard(wide, { ...moved, columnId: action.columnId, pos: between(roomy, action.before) as number });
}

function label(board: Board, action: Extract<Action, { type: "card/label" }>): Board {
  const found = open(board, action.id);
  const rest = found.labels.filter((one) => one !== action.label);
  return withCard(board, { ...found, labels: action.on ? [...rest, action.label].sort() : rest });
}

function assign(board: Board, action: Extract<Action, { type: "card/assign" }>): Board {
  const found = open(board, action.id);
  if (action.user !== null && !Object.hasOwn(board.members, action.user)) {
    throw new BoardError("missing", action.user);
  }
  return withCard(board, { ...found, assignee: action.user });
}

function archive(board: Board, action: Extract<Action, { type: "card/archive" }>): Board {
  const found = open(board, action.id);
  if (found.archived === action.on) return board;
  if (!action.on) requireRoom(board, found.columnId);
  return withCard(board, { ...found, archived: action.on });
}
