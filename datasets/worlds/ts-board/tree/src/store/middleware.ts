import type { Action, Board } from "../model/types.ts";
import type { Middleware } from "./store.ts";
import type { History } from "./undo.ts";
import { allow } from "../permissions/roles.ts";
import { announcement } from "./announce.ts";

/** Refuses what the user's role does not allow. */
export const guard: Middleware = (store, user) => (next) => (action) => {
  allow(store.board(), user, action);
  return next(action);
};

/** Keeps what can be undone, once it has succeeded. */
export const remember =
  (history: History): Middleware =>
  (store) =>
  (next) =>
  (action) => {
    const before = store.board();
    const after = next(action);
    if (after !== before) history.push(before, action);
    return after;
  };

/** Tells screen readers what was done. */
export const announce =
  (say: (text: string) => void, locale: string): Middleware =>
  (store) =>
  (next) =>
  (action) => {
    const before = store.board();
    const after = next(action);
    const text = after === before ? null : announcement(before, after, action, locale);
    if (text !== null) say(text);
    return after;
  };

/** Hands each action that changed something to `sink`, the queue or the socket. */
export const forward =
  (sink: (action: Action, board: Board) => void): Middleware =>
  (store) =>
  (next) =>
  (action) => {
    const before = store.board();
    const after = next(action);
    if (after !== before) sink(action, before);
    return after;
  };
