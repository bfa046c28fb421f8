import { createRequire, syncBuiltinESMExports } from "node:module";
const require = createRequire(import.meta.url);
const fs = require("node:fs");
const promises = require("node:fs/promises");
const timers = require("node:timers/promises");
const kinds = (process.env.STRESS ?? "").split(" ");
if (kinds.includes("readdir")) {
  const { readdirSync } = fs;
  const { readdir } = promises;
  fs.readdirSync = (...args) => readdirSync(...args).reverse();
  promises.readdir = async (...args) => (await readdir(...args)).reverse();
  fs.promises.readdir = promises.readdir;
}
if (kinds.includes("slow")) {
  const { readdir } = promises;
  const { setTimeout: sleep } = timers;
  const plain = globalThis.setTimeout;
  let n = 0;
  const wait = () => new Promise((done) => plain(done, (n += 1) % 3 === 0 ? 90 : 25));
  promises.readdir = async (...args) => {
    const before = await readdir(...args);
    await wait();
    return before;
  };
  timers.setTimeout = (ms, ...more) => sleep((ms ?? 1) * ((n += 1) % 2 ? 4 : 1), ...more);
}
if (kinds.includes("write")) {
  const { writeFileSync } = fs;
  const shared = new Int32Array(new SharedArrayBuffer(4));
  fs.writeFileSync = (...args) => {
    Atomics.wait(shared, 0, 0, 120);
    return writeFileSync(...args);
  };
}
if (kinds.includes("clock")) {
  let at = Date.UTC(2025, 11, 31, 23, 59, 59, 980);
  const Real = Date;
  class Late extends Real {
    constructor(...args) {
      super(...(args.length > 0 ? args : [(at += 9)]));
    }
    static now() {
      return (at += 9);
    }
  }
  globalThis.Date = Late;
}
for (const kind of kinds) {
  const [name, seed] = kind.split("=");
  if (name !== "random") continue;
  let state = Number(seed);
  Math.random = () => (state < 2 ? state * 0.999999 : (state = (state * 48271) % 2147483647) / 2147483647);
}
if (kinds.includes("language")) {
  String.prototype.localeCompare = function (other) {
    return this < other ? 1 : this > other ? -1 : 0;
  };
  Intl.Collator = class {
    compare = (a, b) => a.localeCompare(b);
  };
}
syncBuiltinESMExports();
