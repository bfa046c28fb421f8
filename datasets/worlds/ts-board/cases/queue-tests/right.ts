import assert from "node:assert/strict";
import { test } from "node:test";
import type { Action, Board, Entry } from "../src/model/types.ts";
import { coalesce } from "../src/sync/coalesce.ts";

const edit = (id: string, patch: object): Action => ({ type: "card/edit", id, patch });
const move = (id: string, columnId: string, before: string | null = null): Action => ({ type: "card/move", id, columnId, before });
const add = (id: string): Action => ({ type: "card/add", id, columnId: "p", title: "first" });
const label = (id: string, name: string, on: boolean): Action => ({ type: "card/label", id, label: name, on });
const assign = (id: string, user: string | null): Action => ({ type: "card/assign", id, user });
const gone = (id: string): Action => ({ type: "card/remove", id });
const by = (who: string, cid: number, action: Action): Entry => ({ cid, by: who, action });
const queue = (...actions: Action[]): Entry[] => actions.map((action, n) => by("ada", n + 1, action));

/** [cid, action] of what is left. */
const left = (entries: Entry[]) => coalesce(entries).map((one) => [one.cid, one.action]);
/** Nothing is joined. */
const same = (...actions: Action[]) => assert.deepEqual(coalesce(queue(...actions)), queue(...actions));

test("edits become one, at the place and with the cid of the first", () => {
  assert.deepEqual(left(queue(edit("a", { title: "1", due: "x" }), edit("b", { title: "b" }), edit("a", { title: "2", points: null }))), [
    [1, edit("a", { title: "2", due: "x", points: null })],
    [2, edit("b", { title: "b" })],
  ]);
});

test("joined entries are joined again", () => {
  assert.deepEqual(left(queue(edit("a", { title: "1" }), edit("a", { body: "2" }), edit("a", { points: 3 }))), [[1, edit("a", { title: "1", body: "2", points: 3 })]]);
});

test("an add takes new titles, nothing else", () => {
  assert.deepEqual(left(queue(add("a"), move("z", "p"), edit("a", { title: "2" }), edit("a", { title: "3" }))), [
    [1, { ...add("a"), title: "3" }],
    [2, move("z", "p")],
  ]);
  same(add("a"), edit("a", { title: "2", points: 1 }));
  same(add("a"), edit("a", { points: 1 }));
  same(add("a"), edit("a", { body: "x" }));
  same(add("a"), move("a", "q"));
  same(add("a"), { type: "card/archive", id: "a", on: true });
  same(add("a"), label("a", "x", true));
  same(add("a"), assign("a", "ada"));
});

test("an add and a removal are both gone", () => {
  assert.deepEqual(left(queue(edit("z", { title: "z" }), add("a"), add("b"), edit("a", { title: "2" }), gone("a"))), [[1, edit("z", { title: "z" })], [3, add("b")]]);
  assert.deepEqual(left(queue(add("a"), gone("a"), add("a"))), [[3, add("a")]]);
  same(add("a"), edit("a", { points: 1 }), gone("a"));
  same(add("a"), move("b", "p", "a"), gone("a"));
  same(edit("a", { title: "x" }), gone("a"));
  same(gone("a"), gone("a"));
});

test("labels of the same name", () => {
  assert.deepEqual(left(queue(label("a", "x", true), label("b", "x", true), label("a", "x", false))), [[1, label("a", "x", false)], [2, label("b", "x", true)]]);
  assert.deepEqual(left(queue(label("a", "x", true), label("a", "x", true))), [[1, label("a", "x", true)]]);
  same(label("a", "x", true), label("a", "y", true));
  same(label("a", "x", true), label("a", "y", true), label("a", "x", false));
});

test("assignments, limits and names: the later one", () => {
  assert.deepEqual(left(queue(assign("a", "ada"), assign("b", "eli"), assign("a", null))), [[1, assign("a", null)], [2, assign("b", "eli")]]);
  const limit = (id: string, n: number | null): Action => ({ type: "column/limit", id, limit: n });
  const name = (id: string, title: string): Action => ({ type: "column/rename", id, title });
  assert.deepEqual(left(queue(limit("p", 1), limit("q", 2), limit("p", null))), [[1, limit("p", null)], [2, limit("q", 2)]]);
  assert.deepEqual(left(queue(name("p", "1"), name("q", "2"), name("p", "3"))), [[1, name("p", "3")], [2, name("q", "2")]]);
  same(name("p", "1"), limit("p", 1), name("p", "2"));
});

test("the later move counts, at its own place", () => {
  assert.deepEqual(left(queue(move("a", "p"), edit("b", { title: "b" }), move("a", "q"))), [[2, edit("b", { title: "b" })], [3, move("a", "q")]]);
  assert.deepEqual(left(queue(move("a", "p"), move("a", "q"), add("n"), move("a", "r"))), [[3, add("n")], [4, move("a", "r")]]);
});

test("moves touch the card before which they go", () => {
  same(move("a", "p"), edit("b", { title: "b" }), move("a", "p", "b"));
  same(move("a", "p"), move("b", "p", "a"), move("a", "q"));
  same(edit("b", { title: "1" }), move("a", "p", "b"), edit("b", { title: "2" }));
  assert.deepEqual(left(queue(move("a", "p", "b"), edit("c", { title: "c" }), move("a", "p", "b"))), [[2, edit("c", { title: "c" })], [3, move("a", "p", "b")]]);
  assert.deepEqual(left(queue(move("a", "p", "b"), edit("b", { title: "c" }), move("a", "p"))), [[2, edit("b", { title: "c" })], [3, move("a", "p")]]);
  same(move("a", "p", "b"), move("b", "p", "a"));
  same(move("a", "p", "b"), edit("b", { title: "c" }), move("b", "p"));
});

test("another entry in between prevents joining", () => {
  same(edit("a", { title: "1" }), label("a", "x", true), edit("a", { title: "2" }));
  same(assign("a", "ada"), { type: "card/lock", id: "a", on: true }, assign("a", null));
  same(edit("a", { title: "1" }), { type: "batch", actions: [edit("b", { title: "x" }), move("c", "p", "a")] }, edit("a", { title: "2" }));
});

test("locks, archiving, restoring and batches are never joined", () => {
  for (const on of [true, false]) {
    same({ type: "card/lock", id: "a", on: true }, { type: "card/lock", id: "a", on });
    same({ type: "card/archive", id: "a", on: true }, { type: "card/archive", id: "a", on });
  }
  same({ type: "batch", actions: [edit("a", { title: "1" })] }, { type: "batch", actions: [edit("a", { title: "2" })] });
  same(edit("a", { title: "1" }), { type: "batch", actions: [edit("a", { title: "2" })] }, { type: "batch", actions: [gone("a")] });
  const card = { id: "a" } as Board["cards"][string];
  same({ type: "card/restore", card }, gone("a"));
  same(edit("a", { title: "1" }), { type: "card/restore", card }, edit("a", { title: "2" }));
  same({ type: "card/restore", card }, { type: "card/restore", card });
});

test("authors are kept apart", () => {
  const mixed = [by("ada", 1, edit("a", { title: "1" })), by("eli", 2, edit("a", { title: "2" })), by("ada", 3, edit("a", { title: "3" }))];
  assert.deepEqual(coalesce(mixed), mixed);
  const pair = [by("ada", 1, add("a")), by("eli", 2, gone("a"))];
  assert.deepEqual(coalesce(pair), pair);
  const theirs = [by("ada", 1, edit("b", { title: "1" })), by("eli", 2, assign("a", null)), by("eli", 3, assign("a", "eli"))];
  assert.deepEqual(coalesce(theirs), [theirs[0], by("eli", 2, assign("a", "eli"))]);
});

test("what is given is not changed", () => {
  const given = queue(edit("a", { title: "1" }), add("n"), move("b", "p"), edit("a", { title: "2" }), edit("n", { title: "x" }), move("b", "q"), gone("n"));
  const before = structuredClone(given);
  coalesce(given);
  assert.deepEqual(given, before);
  assert.deepEqual(coalesce([]), []);
});
