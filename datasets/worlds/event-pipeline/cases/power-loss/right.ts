import { test } from "node:test";
import assert from "node:assert/strict";
import type { Files } from "../src/io/files.ts";
import { Checkpoints, type State } from "../src/state/checkpoint.ts";
import { Outputs } from "../src/sinks/outputs.ts";
import { memory } from "./support.ts";

/** `floor` is what a crash leaves of the new text at least. */
type Node = { text: string; safe: string; floor: number };
type Change = { path: string; node: Node | null };

class PowerLoss extends Error {}

/** Files on a disk that can lose its power: before the operation number `last`. */
class Disk implements Files {
  last = Infinity;
  private done = 0;
  private readonly names = new Map<string, Node>();
  private readonly safe = new Map<string, Node>();
  private readonly changes = new Map<string, Change[]>();

  constructor(given: Map<string, string> = new Map()) {
    for (const [path, text] of given) {
      const node = { text, safe: text, floor: text.length };
      this.names.set(path, node);
      this.safe.set(path, node);
    }
  }

  private step(): void {
    if (this.done >= this.last) throw new PowerLoss();
    this.done += 1;
  }

  private name(path: string, node: Node | null): void {
    const folder = path.slice(0, path.lastIndexOf("/"));
    this.changes.set(folder, [...(this.changes.get(folder) ?? []), { path, node }]);
    if (node) this.names.set(path, node);
    else this.names.delete(path);
  }

  private node(path: string): Node {
    const found = this.names.get(path);
    if (found) return found;
    const made = { text: "", safe: "", floor: 0 };
    this.name(path, made);
    return made;
  }

  private must(path: string): Node {
    const found = this.names.get(path);
    if (!found) throw new Error(`no file: ${path}`);
    return found;
  }

  read(path: string): string | null {
    return this.names.get(path)?.text ?? null;
  }
  size(path: string): number {
    return Buffer.byteLength(this.read(path) ?? "");
  }
  list(folder: string): string[] {
    const inside = [...this.names.keys()].filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(inside.map((path) => path.slice(folder.length + 1).split("/")[0]))].sort();
  }
  write(path: string, text: string): void {
    this.step();
    Object.assign(this.node(path), { text, floor: 0 });
  }
  append(path: string, text: string): void {
    this.step();
    this.node(path).text += text;
  }
  truncate(path: string, bytes: number): void {
    this.step();
    const node = this.must(path);
    node.text = Buffer.from(node.text).subarray(0, bytes).toString();
    node.floor = Math.min(node.floor, node.text.length);
  }
  rename(from: string, to: string): void {
    this.step();
    const node = this.must(from);
    this.name(from, null);
    this.changes.get(from.slice(0, from.lastIndexOf("/")))!.pop();
    const folder = to.slice(0, to.lastIndexOf("/"));
    this.name(to, node);
    const list = this.changes.get(folder)!;
    list[list.length - 1] = { path: to, node };
    list.push({ path: from, node: null });
  }
  remove(path: string): void {
    this.step();
    if (this.names.has(path)) this.name(path, null);
  }
  sync(path: string): void {
    this.step();
    const node = this.must(path);
    node.safe = node.text;
    node.floor = node.text.length;
  }
  syncFolder(folder: string): void {
    this.step();
    for (const change of this.changes.get(folder) ?? []) apply(this.safe, change);
    this.changes.delete(folder);
  }

  /** What may be on the disk after a loss of power now. */
  *after(): Generator<Map<string, string>> {
    const lists = [...this.changes.values()];
    const choices = lists.map((list) => list.length + 1).reduce((a, b) => a * b, 1);
    for (let choice = 0; choice < choices; choice += 1) {
      const names = new Map(this.safe);
      let rest = choice;
      for (const list of lists) {
        for (const change of list.slice(0, rest % (list.length + 1))) apply(names, change);
        rest = Math.floor(rest / (list.length + 1));
      }
      for (const how of ["old", "new", "half", "none"]) {
        yield new Map([...names].map(([path, node]) => [path, content(node, how)]));
      }
    }
  }
}

function apply(names: Map<string, Node>, { path, node }: Change): void {
  if (node) names.set(path, node);
  else names.delete(path);
}

function content(node: Node, how: string): string {
  if (node.text === node.safe || how === "new") return node.text;
  if (how === "old") return node.safe;
  return node.text.slice(0, how === "none" ? node.floor : Math.floor((node.floor + node.text.length) / 2));
}

const state = (seen: number): State => ({ positions: { gates: { segment: "000001.seg", line: seen } }, seen, watermark: { value: seen, sources: {} }, dedupe: { "gates/a": { at: seen, mark: "x" } }, windows: [], alerts: {}, lengths: { "out/a.jsonl": seen }, counts: { lines: seen } });
const name = (n: number) => `state/checkpoint-${String(n).padStart(6, "0")}.json`;

/** Loses the power before each operation of the work, and looks at everything that may be left. */
function everywhere(make: () => Disk, work: (disk: Disk) => void, look: (left: Map<string, string>, disk: Disk) => void): number {
  for (let last = 0; ; last += 1) {
    const disk = make();
    disk.last = last;
    let ended = true;
    try {
      work(disk);
    } catch (error) {
      if (!(error instanceof PowerLoss)) throw error;
      ended = false;
    }
    for (const left of disk.after()) look(left, disk);
    if (ended) return last;
  }
}

for (const keep of [1, 2, 3]) {
  test(`what was saved is there after a loss of power, ${keep} kept`, () => {
    let saved = 0;
    const work = (disk: Disk) => {
      saved = 0;
      const checkpoints = new Checkpoints(disk, keep);
      for (const n of [1, 2, 3, 4, 5]) {
        assert.equal(checkpoints.save(state(n)), n);
        saved = n;
        assert.deepEqual(checkpoints.load(), { n, state: state(n) });
      }
    };
    const steps = everywhere(() => new Disk(), work, (left) => {
      const found = new Checkpoints(new Disk(left), keep).load();
      if (found) assert.deepEqual(found.state, state(found.n));
      assert.ok((found?.n ?? 0) >= saved, `saved ${saved}, found ${found?.n}`);
    });
    assert.ok(steps > 5);
  });
}

test("after a loss of power saving goes on", () => {
  const before = new Disk();
  new Checkpoints(before, 2).save(state(1));
  const [given] = before.after();
  everywhere(() => new Disk(given), (disk) => void new Checkpoints(disk, 2).save(state(2)), (left) => {
    const disk = new Disk(left);
    const numbers = disk.list("state").map((one) => Number(/^checkpoint-(\d{6})\.json$/.exec(one)?.[1] ?? 0));
    const next = new Checkpoints(disk, 2).save(state(9));
    assert.equal(next, Math.max(...numbers) + 1);
    for (const again of disk.after()) assert.deepEqual(new Checkpoints(new Disk(again), 2).load(), { n: next, state: state(9) });
  });
});

test("a damaged checkpoint is passed over and counts as a number", () => {
  for (const damage of [(text: string) => text.slice(0, 40), () => "", (text: string) => text.replace('"seen":3', '"seen":4'), (text: string) => text.replace('"lines":3', '"lines":8')]) {
    const files = memory();
    const checkpoints = new Checkpoints(files, 5);
    for (const n of [1, 2, 3]) checkpoints.save(state(n));
    files.write(name(3), damage(files.read(name(3))!));
    assert.deepEqual(checkpoints.load(), { n: 2, state: state(2) });
    assert.equal(checkpoints.read(3), null);
    assert.equal(checkpoints.save(state(4)), 4);
    files.write(name(4), damage(files.read(name(4))!.replaceAll(":4", ":3")));
    assert.deepEqual(checkpoints.load(), { n: 2, state: state(2) });
  }
});

test("without any that is whole there is none", () => {
  const files = memory({ [name(7)]: "{}", "state/notes.json": "{}" });
  assert.equal(new Checkpoints(files, 2).load(), null);
  assert.equal(new Checkpoints(files, 2).save(state(1)), 8);
});

test("the newest numbers are kept, whole or not, and nothing else is touched", () => {
  const others = { "state/checkpoint-notes.json": "x", "state/readme": "y", "state/checkpoint-1.json": "z" };
  const files = memory(others);
  const checkpoints = new Checkpoints(files, 3);
  const shown = () => files.list("state").filter((one) => /^checkpoint-\d{6}\.json$/.test(one)).map((one) => Number(one.slice(11, 17)));
  for (const n of [1, 2, 3]) checkpoints.save(state(n));
  assert.deepEqual(shown(), [1, 2, 3]);
  files.write(name(3), "damaged");
  checkpoints.save(state(4));
  assert.deepEqual(shown(), [2, 3, 4]);
  assert.deepEqual(checkpoints.numbers(), [2, 3, 4]);
  for (const [path, text] of Object.entries(others)) assert.equal(files.read(path), text);
});

const FLUSHES: [string, string][][] = [
  [["out/a.jsonl", "å one"], ["out/a.jsonl", "two"]],
  [["dead/d.jsonl", "three"], ["out/b.jsonl", "four"], ["out/a.jsonl", "five"]],
  [],
  [["dead/d.jsonl", "six"], ["dead/e.jsonl", "seven"], ["out/b.jsonl", "eight"]],
];

test("what a flush has counted is there after a loss of power", () => {
  let counted: Record<string, number> = {};
  const whole = memory();
  const work = (disk: Files) => {
    const outputs = new Outputs(disk);
    counted = {};
    for (const lines of FLUSHES) {
      for (const [path, value] of lines) outputs.line(path, value);
      counted = outputs.flush();
    }
  };
  work(whole);
  assert.deepEqual(counted, Object.fromEntries([...whole.all].map(([path, text]) => [path, Buffer.byteLength(text)])));
  assert.equal(whole.read("out/a.jsonl"), '"å one"\n"two"\n"five"\n');
  everywhere(() => new Disk(), work, (left) => {
    for (const [path, bytes] of Object.entries(counted)) {
      const there = Buffer.from(left.get(path) ?? "").subarray(0, bytes);
      assert.deepEqual(there, Buffer.from(whole.read(path)!).subarray(0, bytes), path);
    }
  });
});

test("a rewind leaves what was counted, and nothing else", () => {
  const files = memory({ "out/a.jsonl": "åbc\n", "out/b.jsonl": "x\n", "dead/d.jsonl": "y\nz\n", "dead/e.jsonl": "e\n", "out/notes.txt": "n" });
  new Outputs(files).rewind({ "out/a.jsonl": 3, "dead/d.jsonl": 2 });
  assert.deepEqual([...files.all].sort(), [["dead/d.jsonl", "y\n"], ["out/a.jsonl", "åb"], ["out/notes.txt", "n"]]);
});
