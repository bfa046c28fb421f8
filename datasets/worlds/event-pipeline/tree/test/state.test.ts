import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Checkpoints, type State } from "../src/state/checkpoint.ts";
import { verify } from "../src/state/verify.ts";
import { requeue } from "../src/state/requeue.ts";
import { merged, linesAfter } from "../src/io/segments.ts";
import { canonical, digest } from "../src/canonical.ts";
import { configOf, dead, memory, passage, rows, runOn } from "./support.ts";

const STATE: State = { positions: {}, seen: 5, watermark: { value: null, sources: {} }, dedupe: {}, windows: [], alerts: {}, lengths: {}, counts: {} };

test("checkpoints are numbered and the newest are kept", () => {
  const files = memory();
  const checkpoints = new Checkpoints(files, 2);
  for (const seen of [1, 2, 3]) checkpoints.save({ ...STATE, seen });
  assert.deepEqual(checkpoints.numbers(), [2, 3]);
  assert.deepEqual([checkpoints.load()?.n, checkpoints.load()?.state.seen], [3, 3]);
  assert.deepEqual(files.list("state"), ["checkpoint-000002.json", "checkpoint-000003.json"]);
});

test("a damaged checkpoint is passed over", () => {
  const files = memory();
  const checkpoints = new Checkpoints(files, 3);
  for (const seen of [1, 2]) checkpoints.save({ ...STATE, seen });
  files.write("state/checkpoint-000002.json", files.read("state/checkpoint-000002.json")!.replace('"seen":2', '"seen":4'));
  assert.equal(checkpoints.load()?.n, 1);
  assert.equal(checkpoints.save(STATE), 3);
});

test("checkpoints of older formats are read", () => {
  const two = { ...STATE, windows: [{ metric: "m", key: "k", start: 0, rev: null, n: 1, sum: 2, min: 2, max: 2, last: null, values: { b: 1, a: 1 } }] };
  const one = { ...two, positions: undefined, alerts: undefined, offsets: { gates: "000012.seg:340" } };
  for (const [n, [format, state]] of [[2, two], [1, one]].entries()) {
    const files = memory({ [`state/checkpoint-00000${n + 1}.json`]: JSON.stringify({ format, n: n + 1, crc: digest(state), state }) });
    const found = new Checkpoints(files, 3).load()!.state;
    assert.deepEqual(found.windows, [{ metric: "m", key: "k", start: 0, rev: null, held: { n: 1, sum: 2, min: 2, max: 2, last: null, distinct: ["a", "b"] } }]);
    assert.deepEqual(found.positions, n === 0 ? {} : { gates: { segment: "000012.seg", line: 340 } });
  }
});

test("sources are merged by arrival, each in its own order", () => {
  const at = (second: string) => `2025-11-01T08:00:${second}Z\tx\n`;
  const files = memory({ "in/b/000001.seg": at("01") + at("05"), "in/b/000002.seg": at("03"), "in/a/000001.seg": at("01") + at("04") + "half", "in/a/notes.txt": at("00") });
  assert.deepEqual([...merged(files, ["b", "a"], {})].map((one) => `${one.source}${one.seen / 1000 % 60}`), ["a1", "b1", "a4", "b5", "b3"]);
  assert.equal([...linesAfter(files, "b", { segment: "000001.seg", line: 1 })].length, 2);
});

test("equal values have equal texts", () => {
  assert.equal(canonical({ b: [1, { d: null, c: "x" }], a: undefined }), '{"b":[1,{"c":"x","d":null}]}');
});

test("verify names what is not whole", () => {
  const text = passage(1, "08:00:00");
  const sum = createHash("sha256").update(text).digest("hex");
  const files = memory({ "in/gates/000001.seg": text, "in/gates/MANIFEST": `${sum} 000001.seg\n${sum} 000002.seg\n` });
  runOn(files, configOf(), { drain: true });
  assert.deepEqual(verify(files), ["in/gates/000002.seg: missing"]);
  files.append("in/gates/000001.seg", "x");
  files.append("out/boardings.jsonl", "x");
  assert.deepEqual(verify(files).map((line) => line.split(": ")[1]), ["checksum", "missing", `${files.size("out/boardings.jsonl")} bytes, the checkpoint has ${files.size("out/boardings.jsonl") - 1}`]);
});

test("dead letters go into a new segment", () => {
  const bad = passage(1, "08:00:00", { count: 99 });
  const files = memory({ "in/gates/000001.seg": bad + passage(2, "08:00:01") });
  runOn(files, configOf());
  assert.deepEqual(requeue(files, "invalid", undefined), { gates: 1 });
  files.write("in/gates/000002.seg", files.read("in/gates/000002.seg")!.replace('"count":99', '"count":9'));
  runOn(files, configOf(), { drain: true });
  assert.equal(rows(files, "boardings")[0].value, 10);
  assert.equal(dead(files).length, 1);
  assert.throws(() => requeue(files, undefined, undefined), /--reason/);
});
