import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { filesIn } from "../src/io/files.ts";
import { segments } from "../src/io/segments.ts";
import { configOf, memory, passage, runOn } from "./support.ts";

test("segments are read in the order of their numbers", () => {
  const root = `${tmpdir()}/estuary-segments`;
  mkdirSync(`${root}/in/gates`, { recursive: true });
  const names = ["000010.seg", "000002.seg", "000001.seg", "MANIFEST"];
  for (const name of names) writeFileSync(`${root}/in/gates/${name}`, passage(Number(name.slice(0, 6)) || 0, "08:00:00"));
  assert.deepEqual(segments(filesIn(root), "gates"), ["000001.seg", "000002.seg", "000010.seg"]);
  rmSync(root, { recursive: true });
});

test("a dead letter lies in the file of the day on which its line arrived", () => {
  const now = new Date();
  const files = memory({ "in/gates/000001.seg": `${now.toISOString()}\tnothing\n` });
  runOn(files, configOf());
  assert.deepEqual(files.list("dead"), [`${new Date().toISOString().slice(0, 10)}.jsonl`]);
});
