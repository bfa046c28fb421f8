import { test } from "node:test";
import assert from "node:assert/strict";
import { report } from "../src/report/report.ts";
import { configOf, memory, passage, rows, runOn } from "./support.ts";

const config = { keyTitle: "place", columns: [{ title: "n", metric: "boardings" }] };
const line = (key: string) => `${JSON.stringify({ key, start: "2025-11-01T08:00:00Z", value: 1, rev: 0 })}\n`;

test("a report has its lines in the order of their keys", () => {
  const keys = ["z", "Å", "ab", "Zz", "aa", "10", "9", "a-b"];
  const files = memory({ "out/boardings.jsonl": keys.map(line).join("") });
  const told = report(files, config, "2025-11-01").split("\n").slice(1, -1).map((one) => one.split(",")[0]);
  assert.deepEqual(told, [...keys].sort((a, b) => a.localeCompare(b)));
});

test("windows begin at full quarters of UTC", () => {
  const files = memory({ "in/gates/000001.seg": passage(1, "08:14:59") + passage(2, "08:15:00") });
  runOn(files, configOf(), { drain: true });
  const wanted = [new Date(2025, 10, 1, 8, 0), new Date(2025, 10, 1, 8, 15)].map((at) => at.toISOString().replace(".000", ""));
  assert.deepEqual(rows(files, "boardings").map((row) => row.start), wanted);
});

test("late events come to the same numbers in whatever order", () => {
  const times = ["08:02:00", "08:05:00", "08:11:00", "08:16:00", "08:21:00", "08:26:00"];
  const lines = times.map((time, n) => passage(n, time, { count: n + 1 }));
  const seen = (order: string[]) => {
    const files = memory({ "in/gates/000001.seg": order.join("") });
    runOn(files, configOf(), { drain: true });
    return rows(files, "boardings").map((row) => [row.start, row.value, row.n]);
  };
  const shuffled = [...lines].sort(() => Math.random() - 0.2);
  assert.deepEqual(seen(shuffled), seen(lines));
});
