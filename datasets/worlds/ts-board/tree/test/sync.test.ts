import assert from "node:assert/strict";
import { test } from "node:test";
import { Optimistic } from "../src/sync/optimistic.ts";
import { OfflineQueue } from "../src/sync/queue.ts";
import { coalesce } from "../src/sync/coalesce.ts";
import { decode, encode } from "../src/sync/wire.ts";
import { delay } from "../src/sync/backoff.ts";
import { load, save } from "../src/storage/snapshot.ts";
import type { Action } from "../src/model/types.ts";
import { entries, order, small } from "./support.ts";

test("what was rejected disappears, what depends on it is lost", () => {
  const sync = new Optimistic(small());
  const [add, edit] = entries("ada", { type: "card/add", id: "n", columnId: "todo", title: "N" }, { type: "card/edit", id: "n", patch: { points: 2 } });
  sync.perform(add);
  sync.perform(edit);
  const board = sync.receive({ kind: "reject", cid: 1, seq: 1, code: "limit" });
  assert.equal(board.cards.n, undefined);
  assert.deepEqual(sync.lost.map((one) => [one.entry.cid, one.code]), [[1, "limit"], [2, "missing"]]);
});

test("messages that come early wait", () => {
  const sync = new Optimistic(small());
  sync.receive({ kind: "apply", seq: 2, action: { type: "card/move", id: "c1", columnId: "done", before: "c2" } });
  assert.equal(sync.seq, 0);
  const board = sync.receive({ kind: "apply", seq: 1, action: { type: "card/move", id: "c2", columnId: "done", before: null } });
  assert.equal(order(board, "done"), "c6 c1 c2");
  assert.equal(sync.seq, 2);
});

test("an action survives the wire in both protocols", () => {
  const actions: Action[] = [
    { type: "card/move", id: "c1", columnId: "done", before: null },
    { type: "card/move", id: "c1", columnId: "done", before: "c6" },
    { type: "card/assign", id: "c1", user: null },
    { type: "card/archive", id: "c1", on: false },
    { type: "column/limit", id: "done", limit: null },
  ];
  for (const protocol of [2, 3] as const) {
    for (const entry of entries("ada", ...actions)) assert.deepEqual(decode(encode(entry, protocol)[0], protocol), entry.action);
  }
});

test("protocol 2 knows no locks", () => {
  const [entry] = entries("ada", { type: "card/lock", id: "c1", on: true });
  assert.throws(() => encode(entry, 2), { code: "protocol" });
  assert.throws(() => decode(encode(entry, 3)[0], 2), { code: "protocol" });
});

test("edits of a card become one", () => {
  const short = coalesce(entries("ada", { type: "card/edit", id: "c1", patch: { title: "a" } }, { type: "card/edit", id: "c1", patch: { points: 1 } }));
  assert.deepEqual(short.map((one) => one.action), [{ type: "card/edit", id: "c1", patch: { title: "a", points: 1 } }]);
});

test("a full queue refuses", () => {
  const queue = new OfflineQueue();
  for (let n = 1; n <= 200; n++) queue.add({ cid: n, by: "ada", action: { type: "card/add", id: `n${n}`, columnId: "todo", title: "x" } });
  assert.throws(() => queue.add({ cid: 201, by: "ada", action: { type: "card/add", id: "n", columnId: "todo", title: "x" } }), { code: "full" });
  assert.equal(queue.flush(3).length, 200);
  assert.equal(queue.entries.length, 0);
});

test("waits double up to half a minute", () => {
  assert.deepEqual([1, 2, 3, 7, 12].map((n) => delay(n)), [500, 1000, 2000, 30000, 30000]);
});

test("stored boards of all versions", () => {
  assert.deepEqual(load(save(small())), small());
  const old = { id: "b", title: "B", columns: [{ id: "a", title: "A", limit: 0, cards: [{ id: "x", title: "X", label: "red", body: "", assignee: null, due: null }] }], members: {} };
  const card = load(JSON.stringify(old)).cards.x;
  assert.deepEqual([card.labels, card.pos, card.columnId, card.archived], [["red"], 1024, "a", false]);
  assert.equal(load(JSON.stringify(old)).columns[0].limit, null);
  assert.throws(() => load("{"), { code: "invalid" });
});
