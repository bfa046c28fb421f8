import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Stopped, Watch } from "../src/io/watch.ts";

const folder = () => {
  const place = `${tmpdir()}/estuary-${Math.floor(Math.random() * 50)}`;
  mkdirSync(place, { recursive: true });
  return place;
};
const add = (place: string, ...names: string[]) => names.forEach((name) => writeFileSync(`${place}/${name}`, "x\n"));

test("segments that come are told in their order", async () => {
  const place = folder();
  const watch = new Watch(place, 5);
  const told: string[] = [];
  watch.next().then((names) => told.push(...names));
  add(place, "000002.seg", "000001.seg", "000003.seg.tmp");
  await sleep(15);
  assert.deepEqual(told, ["000001.seg", "000002.seg"]);
  watch.stop();
  rmSync(place, { recursive: true });
});

test("what was told is not told again", async () => {
  const place = `${tmpdir()}/estuary-segments`;
  mkdirSync(place, { recursive: true });
  add(place, "000001.seg");
  const watch = new Watch(place, 5);
  assert.deepEqual(await watch.next(), ["000001.seg"]);
  add(place, "000002.seg");
  assert.deepEqual(await watch.next(), ["000002.seg"]);
  watch.stop();
  rmSync(place, { recursive: true });
});

test("two watches of a folder know nothing of each other", async () => {
  const place = folder();
  const [a, b] = [new Watch(place, 5), new Watch(place, 5)];
  const both = Promise.all([a.next(), b.next()]);
  await sleep(10);
  add(place, "000001.seg");
  assert.deepEqual(await both, [["000001.seg"], ["000001.seg"]]);
  rmSync(place, { recursive: true });
});

test("a watch that was stopped tells nothing", () => {
  const place = folder();
  const watch = new Watch(place, 5);
  assert.rejects(watch.next(), Stopped);
  watch.stop();
  add(place, "000001.seg");
  assert.rejects(watch.next(), Stopped);
  rmSync(place, { recursive: true });
});
