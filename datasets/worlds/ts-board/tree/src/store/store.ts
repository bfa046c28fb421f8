import type { Action, Board } from "../model/types.ts";
import { reduce } from "./reducer.ts";

export type Next = (action: Action) => Board;
export type Middleware = (store: { board: () => Board }, user: string) => (next: Next) => Next;

export type Store = {
  board: () => Board;
  dispatch: Next;
  replace: (board: Board) => void;
  subscribe: (listener: (board: Board) => void) => () => void;
};

/** A store of one board. The first middleware is the outermost. */
export function createStore(first: Board, user: string, middleware: Middleware[] = []): Store {
  let board = first;
  const listeners = new Set<(board: Board) => void>();
  const set = (next: Board): Board => {
    if (next !== board) {
      board = next;
      for (const listener of [...listeners]) listener(board);
    }
    return board;
  };
  const base: Next = (action) => set(reduce(board, action));
  const dispatch = middleware.reduceRight((next, one) => one({ board: () => board }, user)(next), base);
  const subscribe = (listener: (board: Board) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { board: () => board, dispatch, replace: set, subscribe };
}
