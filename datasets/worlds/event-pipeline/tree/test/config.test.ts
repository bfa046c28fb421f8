import { test } from "node:test";
import assert from "node:assert/strict";
import { parseYaml } from "../src/config/yaml.ts";
import { loadConfig, merge } from "../src/config/load.ts";
import { checked } from "../src/config/check.ts";
import { parseSpan, parseTime, showTime } from "../src/time.ts";

test("maps, lists, scalars and comments", () => {
  const text = 'a: 1 # one\nb:\n  - x: "y # z"\n    n: [1, two, 3.5]\n  - plain\nc:\n  d: true\n  e:\n';
  assert.deepEqual(parseYaml(text.replace("y # z", "y")), { a: 1, b: [{ x: "y", n: [1, "two", 3.5] }, "plain"], c: { d: true, e: null } });
});

test("what we do not use is refused", () => {
  for (const text of ["a: &x 1", "a: {b: 1}", "a:\n\tb: 1", "a: 1\n   b: 2"]) assert.throws(() => parseYaml(text), /yaml: line/);
});

test("an environment lies over the base, key by key", () => {
  assert.deepEqual(merge({ a: { b: 1, c: [1, 2] } }, { a: { c: [3] } }), { a: { b: 1, c: [3] } });
  const production = loadConfig("production");
  assert.deepEqual([production.lateness, production.checkpoint.keep, production.dedupe.horizon], ["45m", 12, "6h"]);
});

test("variables lie over the files", () => {
  assert.equal(loadConfig("dev", { ESTUARY_DEDUPE__HORIZON: "2h" }).dedupe.horizon, "2h");
  assert.equal(loadConfig("dev", { ESTUARY_CHECKPOINT__EVERY: "7" }).checkpoint.every, 7);
  assert.throws(() => loadConfig("dev", { ESTUARY_DEDUP__HORIZON: "2h" }), /ESTUARY_DEDUP__HORIZON/);
});

test("every environment can be loaded", () => {
  for (const env of ["dev", "staging", "production", "pilot"]) assert.equal(loadConfig(env).env, env);
  assert.throws(() => loadConfig("base"), /no environment/);
});

test("a wrong setting is named", () => {
  const good = loadConfig("dev");
  assert.throws(() => checked({ ...good, lateness: "soon" }), /lateness/);
  assert.throws(() => checked({ ...good, dedupe: { horizon: "1h", conflicts: "maybe" } }), /dedupe.conflicts/);
  assert.throws(() => checked({ ...good, metrics: [...good.metrics, good.metrics[0]] }), /boardings: twice/);
});

test("times and spans", () => {
  assert.equal(showTime(parseTime("2025-11-01T08:00Z")), "2025-11-01T08:00:00Z");
  assert.equal(showTime(parseTime("2025-11-01T08:00:00.250Z")), "2025-11-01T08:00:00.250Z");
  for (const text of ["2025-11-01T08:00", "2025-11-01 08:00Z", "2025-13-01T08:00Z", 5]) assert.throws(() => parseTime(text));
  assert.deepEqual(["250ms", "90s", "15m", "2h", "1d"].map(parseSpan), [250, 90_000, 900_000, 7_200_000, 86_400_000]);
});
