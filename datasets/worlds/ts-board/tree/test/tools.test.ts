import assert from "node:assert/strict";
import { test } from "node:test";
import { report } from "../tools/check-messages.ts";
import { allModules, reached } from "../tools/modules.ts";
import { ENTRIES } from "../tools/build.ts";
import { sound, sum } from "../tools/outbox.ts";

test("no message is missing", () => {
  assert.deepEqual(report().filter((line) => line.startsWith("missing")), []);
});

test("every module is reached", () => {
  assert.deepEqual(allModules().filter((path) => !reached(...ENTRIES).includes(path)), []);
});

test("checksums of outboxes", () => {
  const message = { cid: 1, by: "ada", op: "cd", k: "c1" };
  const line = { at: 5, sum: sum(message, 5), message };
  assert.deepEqual(sound(JSON.stringify(line)), line);
  assert.equal(sound(JSON.stringify({ ...line, at: 6 })), null);
  assert.equal(sound("{"), null);
});
