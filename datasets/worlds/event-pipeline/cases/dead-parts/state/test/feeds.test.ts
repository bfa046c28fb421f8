import { test } from "node:test";
import assert from "node:assert/strict";
import { clockOf, meanOf, metres, starsOf } from "../src/feeds/common.ts";

test("what feeds write", () => {
  assert.equal(clockOf({ metric: "m", key: "k", start: "2025-11-01T08:15:00Z", end: "", value: 1, n: 1, rev: 0 }), "08:15");
  assert.deepEqual([-34, 1234].map(metres), [" -0.34 m", " 12.34 m"]);
});

test("stars", () => {
  assert.deepEqual([3.6, 0, 5].map(starsOf), ["★★★★☆", "☆☆☆☆☆", "★★★★★"]);
  assert.equal(meanOf([2, 3]), 2.5);
});
