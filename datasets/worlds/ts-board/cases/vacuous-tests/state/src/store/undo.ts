import type { Action, Board } from "../model/types.ts";
import { inverse } from "./inverse.ts";

export const DEPTH = 50;

/** What can be taken back and done again. One user's own actions only: docs/undo.md. */
export class History {
  #done: Action[] = [];
  #undone: Action[] = [];

  /** Keep how to take back an action that is about to be done. */
  push(board: Board, action: Action): void {
    const kept = this.#done.slice(1 - DEPTH);
    this.#done = kept.length === DEPTH - 1 ? [...kept.slice(1), inverse(board, action)] : [...kept, inverse(board, action)];
    this.#undone = [];
  }

  /** The action that undoes the last one, or null. The caller applies it. */
  undo(board: Board): Action | null {
    const action = this.#done.pop();
    if (!action) return null;
    this.#undone.push(inverse(board, action));
    return action;
  }

  redo(board: Board): Action | null {
    const action = this.#undone.pop();
    if (!action) return null;
    this.#done.push(inverse(board, action));
    return action;
  }

  get sizes(): [number, number] {
    return [this.#done.length, this.#undone.length];
  }
}
