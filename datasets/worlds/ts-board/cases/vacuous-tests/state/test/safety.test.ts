import assert from "node:assert/strict";
import { test } from "node:test";
import { allow, can } from "../src/permissions/roles.ts";
import { safeUrl } from "../src/render/escape.ts";
import type { Action } from "../src/model/types.ts";
import { small } from "./support.ts";

const ADDRESSES = ["https://example.com/a", "HTTP://example.com", "mailto:a@example.com", "/boards/1", "//evil.example.com", "javascript:alert(1)", " java\tscript:x", "data:text/html,x", "boards/1"];

test("members may change their own cards only", () => {
  const board = small();
  for (const [user, role] of Object.entries(board.roles ?? {})) {
    if (role !== "member") continue;
    for (const card of Object.values(board.cards)) {
      assert.equal(can(board, user, "card.edit", card.id), card.assignee === user);
    }
  }
});

test("addresses that lead away or run something are refused", () => {
  const expected = ADDRESSES.map(safeUrl);
  assert.deepEqual(ADDRESSES.map(safeUrl), expected);
});

test("a batch needs the permission of each of its parts", () => {
  const parts: Action[] = [
    { type: "card/edit", id: "c4", patch: { title: "mine" } },
    { type: "card/edit", id: "c1", patch: { title: "not mine" } },
  ];
  const batch: Action = { type: "batch", actions: parts };
  allow(small(), "ole", { type: "batch", actions: parts.slice(0, 1) });
  assert.throws(() => {
    allow(small(), "ole", batch);
    assert.fail("was allowed");
  });
});
