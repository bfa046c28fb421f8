import { test } from "node:test";
import assert from "node:assert/strict";
import { Dedupe } from "../src/stages/dedupe.ts";
import { Watermark } from "../src/stages/watermark.ts";
import { metricOf, Windows } from "../src/stages/windows.ts";
import { parseWhere } from "../src/stages/where.ts";
import { Alerts } from "../src/stages/alerts.ts";
import { parseValue, result, empty, add } from "../src/stages/aggregate.ts";
import { Throttle } from "../src/stages/throttle.ts";

const MIN = 60_000;
const event = (id: string, at: number, body: any = {}) => ({ id, type: "t", version: 1, source: "s", seen: at, at, body });

test("an id is new once", () => {
  const dedupe = new Dedupe(10 * MIN);
  assert.equal(dedupe.look("a", event("1", 0, { x: 1, y: 2 })), "new");
  assert.equal(dedupe.look("a", event("1", 0, { y: 2, x: 1 })), "same");
  assert.equal(dedupe.look("a", event("1", 0, { x: 2 })), "other");
  assert.equal(dedupe.look("b", event("1", 0)), "new");
});

test("ids are forgotten at the horizon", () => {
  const dedupe = new Dedupe(10 * MIN);
  dedupe.look("a", event("1", 0));
  dedupe.forget(10 * MIN - 1);
  assert.equal(dedupe.look("a", event("1", 0)), "same");
  dedupe.forget(10 * MIN);
  assert.equal(new Dedupe(10 * MIN, dedupe.state).look("a", event("1", 0)), "new");
});

test("the slowest source that is awake holds the watermark", () => {
  const mark = new Watermark({ a: 1000, b: 5000 }, 20_000);
  assert.equal(mark.at(0), -Infinity);
  mark.note("a", 100_000, 100_000);
  assert.equal(mark.at(100_000), 99_000);
  mark.note("b", 101_000, 100_000);
  assert.equal(mark.at(101_000), 99_000);
  mark.note("a", 110_000, 110_000);
  assert.equal(mark.at(120_999), 99_000);
  assert.equal(mark.at(121_000), 109_000);
  mark.note("b", 122_000, 90_000);
  assert.equal(mark.at(122_000), 109_000);
});

test("a line that cannot be read keeps its source awake", () => {
  const mark = new Watermark({}, 20_000);
  mark.note("a", 0, 0);
  mark.note("b", 0, 5000);
  mark.note("b", 19_000, 30_000);
  mark.note("a", 19_000, null);
  assert.equal(mark.at(25_000), 0);
  assert.equal(mark.at(39_000), 0);
});

const counting = { name: "m", from: "t", key: "k", window: "10m", value: "sum v" };

test("a window closes with the watermark and is corrected until its lateness", () => {
  const windows = new Windows([metricOf(counting, "5m")]);
  assert.deepEqual(windows.add(event("1", 0, { k: "a", v: 2 }), -Infinity), { rows: [], late: false });
  assert.deepEqual(windows.close(10 * MIN - 1), []);
  const [row] = windows.close(10 * MIN);
  assert.deepEqual([row.key, row.value, row.n, row.rev], ["a", 2, 1, 0]);
  const late = windows.add(event("2", 9 * MIN, { k: "a", v: 3 }), 12 * MIN);
  assert.deepEqual(late.rows.map((one) => [one.value, one.rev]), [[5, 1]]);
  assert.deepEqual(windows.close(15 * MIN), []);
  assert.equal(windows.add(event("3", 9 * MIN, { k: "a", v: 3 }), 15 * MIN).late, true);
});

test("events that no metric wants are not late", () => {
  const windows = new Windows([metricOf(counting, "5m")]);
  assert.equal(windows.add(event("1", 0, { k: null, v: 2 }), 60 * MIN).late, false);
  assert.equal(windows.add(event("1", 0, { k: "a", v: null }), 60 * MIN).late, false);
});

test("offset moves the borders", () => {
  const windows = new Windows([metricOf({ ...counting, window: "1h", offset: "30m" }, "0s")]);
  windows.add(event("1", 29 * MIN, { k: "a", v: 1 }), -Infinity);
  windows.add(event("2", 30 * MIN, { k: "a", v: 1 }), -Infinity);
  assert.deepEqual(windows.close(Infinity).map((row) => row.start), ["1969-12-31T23:30:00Z", "1970-01-01T00:30:00Z"]);
});

test("values", () => {
  const texts = ["count", "sum v", "mean v", "min v", "max v", "last v", "distinct v"];
  const got = texts.map((text) => {
    const { kind } = parseValue(text);
    const held = empty(kind);
    for (const [id, at, v] of [["a", 5, 1.25], ["c", 9, 4], ["b", 9, 3], ["d", 1, 4]] as const) add(held, event(id, at), v);
    return result(kind, held);
  });
  assert.deepEqual(got, [4, 12.25, 3.063, 1.25, 4, 4, 3]);
  for (const text of ["count v", "sum", "median v", "sum a b"]) assert.throws(() => parseValue(text));
});

test("conditions", () => {
  const body = { a: "x", n: 5, f: true, z: null };
  const texts = ["a = x", "a != x", "n >= 5", "n < 5", "f = true", "z != q", "z = q", "z < 9", "a = x and n = 5"];
  assert.deepEqual(texts.map((text) => parseWhere(text)(body)), [true, false, true, false, true, true, false, false, true]);
  assert.throws(() => parseWhere("a like x"));
});

test("an alert needs its windows in a row", () => {
  const alerts = new Alerts([{ ...counting, name: "crowding", alert: { above: 95, windows: 2 } }]);
  const row = (minute: number, value: number, rev = 0) => ({ metric: "crowding", key: "L", start: `2025-11-01T08:${minute}:00Z`, end: `2025-11-01T08:${minute + 10}:00Z`, value, n: 1, rev });
  const raised = [row(10, 96), row(20, 95), row(30, 97), row(40, 99), row(40, 98, 1)].flatMap((one) => alerts.look(one));
  assert.deepEqual(raised, [{ alert: "crowding", key: "L", since: "2025-11-01T08:30:00Z", at: "2025-11-01T08:50:00Z", value: 99 }]);
});

test("a throttle lets through so many in a span", () => {
  const throttle = new Throttle(2, 1000);
  assert.deepEqual([0, 1, 2, 1001].map((at) => throttle.allows("a", at)), [true, true, false, true]);
});
