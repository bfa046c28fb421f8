import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const { sound, sum } = await import(process.cwd() + "/tools/outbox.ts");
const { decode } = await import(process.cwd() + "/src/sync/wire.ts");
const { reduce } = await import(process.cwd() + "/src/store/reducer.ts");
const { allow } = await import(process.cwd() + "/src/permissions/roles.ts");
const top = "ops/2025-11-03/";
const read = (name) => readFileSync(top + name, "utf8");
const T0 = 1762149600000;
const taken = new Set(read("acks.log").trim().split("\n").map((l) => l.split(" ")).filter((l) => Number(l[0]) <= T0).map((l) => l[3]));
const all = [];
for (const device of ["tablet-a", "tablet-b", "tablet-c", "tablet-d"]) {
  const one = read(`${device}.jsonl`).trimEnd().split("\n");
  const two = read(`mirror/${device}.jsonl`).trimEnd().split("\n");
  const { protocol, skew } = JSON.parse(one[0]);
  const seen = new Set();
  let last = -Infinity;
  for (let n = 1; n < one.length; n++) {
    const line = sound(one[n]) ?? sound(two[n]);
    if (!line) continue;
    const text = JSON.stringify(line.message);
    if (seen.has(text)) continue;
    seen.add(text);
    if (taken.has(`${device}#${line.message.cid}`)) continue;
    last = Math.max(last, line.at - skew);
    all.push({ device, protocol, at: last, n, message: line.message });
  }
}
all.sort((a, b) => a.at - b.at || (a.device < b.device ? -1 : a.device > b.device ? 1 : a.n - b.n));
const three = (m) => Object.fromEntries(Object.entries(m).map(([k, v]) => [k, k === "on" ? Boolean(v) : (k === "b" || k === "u") && v === "" ? null : k === "n" && v === 0 ? null : v]));
let board = JSON.parse(read("snapshot.json"));
const done = [];
const refused = [];
for (let i = 0; i < all.length; ) {
  let j = i;
  while (j < all.length && all[j].device === all[i].device && all[j].message.cid === all[i].message.cid) j++;
  try {
    let next = board;
    for (const one of all.slice(i, j)) {
      const action = decode(one.message, one.protocol);
      allow(next, one.message.by, action);
      next = reduce(next, action);
    }
    board = next;
    done.push(...all.slice(i, j));
  } catch (error) {
    refused.push({ device: all[i].device, cid: all[i].message.cid, code: error.code });
  }
  i = j;
}
mkdirSync(top + "result", { recursive: true });
writeFileSync(top + "result/board.json", JSON.stringify(board, null, 2) + "\n");
writeFileSync(top + "result/refused.json", JSON.stringify(refused, null, 1) + "\n");
const head = '{"device":"merged","protocol":3,"skew":0}';
writeFileSync(top + "result/merged.jsonl", [head, ...done.map((l) => JSON.stringify({ at: l.at, sum: sum(three(l.message), l.at), message: three(l.message) })), ""].join("\n"));
