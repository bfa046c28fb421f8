import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse } from "../src/store/inverse.ts";
import { reduce } from "../src/store/reducer.ts";
import { createStore } from "../src/store/store.ts";
import { guard, remember } from "../src/store/middleware.ts";
import { History } from "../src/store/undo.ts";
import type { Action } from "../src/model/types.ts";
import { order, small } from "./support.ts";

test("a card goes before another, or to the end", () => {
  const board = reduce(small(), { type: "card/move", id: "c2", columnId: "todo", before: "c1" });
  assert.equal(order(board, "todo"), "c2 c1");
  assert.equal(order(reduce(board, { type: "card/move", id: "c2", columnId: "done", before: null }), "done"), "c6 c2");
});

test("a crowded column is spread", () => {
  let board = small();
  board.cards.c1.pos = 1;
  board.cards.c2.pos = 2;
  board = reduce(board, { type: "card/move", id: "c6", columnId: "todo", before: "c2" });
  assert.equal(order(board, "todo"), "c1 c6 c2");
});

test("a full column takes no card in, but its own may move", () => {
  let board = reduce(small(), { type: "card/move", id: "c1", columnId: "doing", before: null });
  assert.throws(() => reduce(board, { type: "card/move", id: "c2", columnId: "doing", before: null }), { code: "limit" });
  assert.throws(() => reduce(board, { type: "card/archive", id: "c5", on: false }), { code: "limit" });
  board = reduce(board, { type: "card/move", id: "c1", columnId: "doing", before: "c3" });
  assert.equal(order(board, "doing"), "c1 c3 c4 c5");
});

test("a locked card stays as it is", () => {
  const refused: Action[] = [
    { type: "card/edit", id: "c3", patch: { title: "x" } },
    { type: "card/move", id: "c3", columnId: "done", before: null },
    { type: "card/archive", id: "c3", on: true },
  ];
  for (const action of refused) assert.throws(() => reduce(small(), action), { code: "locked" });
});

test("every action can be taken back", () => {
  const actions: Action[] = [
    { type: "card/add", id: "n", columnId: "todo", title: "New" },
    { type: "card/edit", id: "c1", patch: { title: "x", points: null } },
    { type: "card/move", id: "c1", columnId: "done", before: "c6" },
    { type: "card/label", id: "c1", label: "shop", on: false },
    { type: "card/assign", id: "c1", user: "ole" },
    { type: "card/lock", id: "c3", on: false },
    { type: "card/archive", id: "c5", on: false },
    { type: "column/limit", id: "doing", limit: 9 },
    { type: "column/rename", id: "doing", title: "x" },
  ];
  for (const action of [...actions, { type: "batch", actions } as Action]) {
    const board = small();
    const back = reduce(reduce(board, action), inverse(board, action));
    for (const column of ["todo", "doing", "done"]) assert.equal(order(back, column), order(board, column), action.type);
    const bare = (one: typeof board) => Object.values(one.cards).map(({ pos, ...rest }) => rest);
    assert.deepEqual(bare(back), bare(board), action.type);
    assert.deepEqual(back.columns, board.columns);
  }
});

test("undo and redo", () => {
  const history = new History();
  const store = createStore(small(), "eli", [guard, remember(history)]);
  store.dispatch({ type: "card/edit", id: "c1", patch: { title: "one" } });
  store.dispatch({ type: "card/edit", id: "c1", patch: { title: "two" } });
  let board = reduce(store.board(), history.undo(store.board()) as Action);
  assert.equal(board.cards.c1.title, "one");
  board = reduce(board, history.redo(board) as Action);
  assert.equal(board.cards.c1.title, "two");
  assert.deepEqual(history.sizes, [2, 0]);
});

test("the guard refuses before anything is done", () => {
  const store = createStore(small(), "ole", [guard]);
  assert.throws(() => store.dispatch({ type: "card/edit", id: "c1", patch: { title: "x" } }), { code: "forbidden" });
  assert.throws(() => store.dispatch({ type: "card/archive", id: "c4", on: true }), { code: "forbidden" });
  store.dispatch({ type: "card/edit", id: "c4", patch: { title: "mine" } });
  assert.equal(store.board().cards.c4.title, "mine");
});
