import { test } from "node:test";
import assert from "node:assert/strict";
import { configOf, dead, memory, passage, position, rows, runOn } from "./support.ts";

const config = configOf();

test("boardings are counted by pier and quarter", () => {
  const files = memory({ "in/gates/000001.seg": passage(1, "08:00:00") + passage(2, "08:14:59", { count: 4 }) + passage(3, "08:15:00") });
  assert.deepEqual(runOn(files, config, { drain: true }), { events: 3, lines: 3, rows: 6 });
  const got = rows(files, "boardings").map((row) => [row.key, row.start, row.value, row.n]);
  assert.deepEqual(got, [["NB", "2025-11-01T08:00:00Z", 5, 2], ["NB", "2025-11-01T08:15:00Z", 1, 1]]);
});

test("repeated lines count once, contradictions are dead", () => {
  const lines = passage(1, "08:00:00") + passage(1, "08:00:00") + passage(1, "08:00:00", { count: 2 });
  const files = memory({ "in/gates/000001.seg": lines });
  assert.deepEqual(runOn(files, config, { drain: true }), { "dead.conflict": 1, duplicates: 1, events: 1, lines: 3, rows: 3 });
  assert.deepEqual(dead(files).map((one) => [one.reason, one.line, one.id]), [["conflict", 3, "NB-2:1"]]);
  const first = memory({ "in/gates/000001.seg": lines });
  assert.equal(runOn(first, configOf({ dedupe: { horizon: "6h", conflicts: "first" } })).duplicates, 2);
});

test("late events correct, too late ones are dead", () => {
  const lines = ["08:00:00", "08:20:00", "09:20:00"].map((time, n) => passage(n, time)).join("");
  const late = passage(7, "08:55:00").replace(/^\S+/, "2025-11-01T09:21:00Z") + passage(8, "08:01:00").replace(/^\S+/, "2025-11-01T09:21:01Z");
  const files = memory({ "in/gates/000001.seg": lines + late });
  runOn(files, config);
  assert.deepEqual(rows(files, "boardings").map((row) => [row.start.slice(11, 16), row.value, row.rev]), [["08:00", 1, 0], ["08:15", 1, 0], ["08:45", 1, 0]]);
  assert.deepEqual(rows(files, "zone_traffic").map((row) => [row.value, row.rev]), [[2, 0], [3, 1], [4, 2]]);
  assert.equal(dead(files).length, 0);
});

test("an event that every metric missed is a dead letter", () => {
  const lines = position("LOTTE", "08:00:00", 10, 20) + position("LOTTE", "12:00:00", 10, 20) + position("LOTTE", "08:01:00", 10, 20, 15_000);
  const files = memory({ "in/vessels/000001.seg": lines });
  assert.equal(runOn(files, config)["dead.too_late"], 1);
  assert.equal(dead(files)[0].id, `LOTTE:${Date.parse("2025-11-01T08:01:00Z")}`);
});

test("what cannot be read is a dead letter with its place", () => {
  const files = memory({ "in/gates/000001.seg": `${passage(1, "08:00:00")}no time at all\n2025-11-01T08:00:05Z\t{"v":3\n`, "in/vessels/000001.seg": "2025-11-01T08:00:00Z\tVP2|X*00\n" });
  assert.equal(runOn(files, config)["dead.unreadable"], 3);
  assert.deepEqual(dead(files).map((one) => [one.source, one.line, one.detail]), [["vessels", 1, "vessels: checksum"], ["gates", 2, "no time of arrival"], ["gates", 3, "no JSON"]]);
});

test("an event from the future is refused", () => {
  const files = memory({ "in/gates/000001.seg": passage(1, "08:00:00") + passage(2, "08:30:00").replace(/^\S+/, "2025-11-01T08:01:00Z") });
  assert.equal(runOn(files, config)["dead.future"], 1);
});

test("runs that are cut anywhere give the same as one", () => {
  const gates = Array.from({ length: 40 }, (_, n) => passage(n % 35, `0${8 + (n % 4 === 3 ? 0 : Math.floor(n / 20))}:${10 + (n % 50)}:00`)).join("");
  const vessels = Array.from({ length: 30 }, (_, n) => position(n % 2 ? "LOTTE" : "MARIT", `08:${10 + n}:00`, n / 3, 150 + 3 * n)).join("");
  const given = { "in/gates/000001.seg": gates, "in/vessels/000001.seg": vessels };
  const whole = memory(given);
  runOn(whole, config, { drain: true });
  const parts = memory(given);
  for (const minute of [12, 19, 20, 33, 47]) runOn(parts, config, { until: Date.parse(`2025-11-01T08:${minute}:30Z`) });
  runOn(parts, config, { drain: true });
  const outputs = (files: typeof whole) => [...files.all].filter(([path]) => /^(out|dead)/.test(path)).sort();
  assert.deepEqual(outputs(parts), outputs(whole));
});

test("what a run left behind its checkpoint is cut off", () => {
  const files = memory({ "in/gates/000001.seg": passage(1, "08:00:00") });
  runOn(files, config, { drain: true });
  const before = files.read("out/boardings.jsonl");
  files.append("out/boardings.jsonl", "torn");
  files.write("out/new.jsonl", "{}\n");
  runOn(files, config);
  assert.deepEqual([files.read("out/boardings.jsonl"), files.read("out/new.jsonl")], [before, null]);
});
