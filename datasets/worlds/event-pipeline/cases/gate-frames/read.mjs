// The same by another way: lines sorted into gates first, counters unrolled afterwards.
import { readFileSync } from "node:fs";

const bits = (bytes, poly, start) => bytes.reduce((all, byte) => [..."12345678"].reduce((x) => (x & 128 ? (x << 1) ^ poly : x << 1) & 255, all ^ byte), start);
const sums = { 1: (b) => b.reduce((x, y) => x ^ y, 0), 2: (b) => bits(b, 7, 0), 3: (b) => bits(b, 0x31, 255) };
const frames = { damaged: 0, repeated: 0, late: 0 };
const byGate = {};
for (const line of readFileSync("ops/gates/line.log", "utf8").trim().split("\n")) {
  const inner = line.slice(24, -3).replace(/7D (..)/g, (_, byte) => (parseInt(byte, 16) ^ 32).toString(16).padStart(2, "0"));
  const b = inner.split(" ").map((byte) => parseInt(byte, 16));
  if (b.length < 6 || b[4] !== b.length - 6 || sums[b[0]]?.(b.slice(0, -1)) !== b.at(-1)) {
    frames.damaged += 1;
    continue;
  }
  (byGate[b[0] === 1 ? b[1] : b[1] & 31] ??= []).push(b);
}
const numbers = (b, from) => {
  const data = b.slice(from, -1);
  const out = {};
  if (b[0] < 3) {
    for (let n = 0; n + 1 < data.length; n += 2) out["ABC"[n / 2]] = b[0] === 1 ? data[n] * 256 + data[n + 1] : data[n + 1] * 256 + data[n];
    return out;
  }
  while (data.length > 0) {
    const tag = "?ABC?D"[data.shift()] ?? "?";
    let [value, weight, byte] = [0, 1, 128];
    while (byte > 127) {
      byte = data.shift();
      value += (byte & 127) * weight;
      weight *= 128;
    }
    out[tag] = value;
  }
  return out;
};
const gates = {};
for (const row of readFileSync("ops/gates/inventory.csv", "utf8").trim().split("\n").slice(1)) {
  const [number, name, firmware, mounting] = row.split(",");
  const total = { A: 0, B: 0, C: 0, D: 0 };
  const seen = [];
  let [at, skip] = [null, false];
  for (const b of byGate[number]) {
    if (seen.slice(-4).includes(String(b))) {
      frames.repeated += 1;
      continue;
    }
    seen.push(String(b));
    if (b[3] === 2) skip = true;
    if (b[3] === 3 && b[5] !== 2) at = { A: 0, B: 0, C: 0, D: 0, ...numbers(b, 6) };
    if (b[3] !== 1) continue;
    const now = { ...at, ...numbers(b, 5) };
    const size = [0, 1e4, 65536, 2 ** 32][b[0]];
    const step = (k) => (at && k in now ? (now[k] - (at[k] ?? 0) + size) % size : 0);
    if (step("A") > size / 2 || step("B") > size / 2) {
      frames.late += 1;
      continue;
    }
    for (const k of Object.keys(total)) total[k] += skip ? 0 : step(k);
    [at, skip] = [now, false];
  }
  const turned = mounting === "reversed";
  const alone = firmware === "3.0" || firmware === "3.1" ? total.D : 0;
  const knows = firmware[0] !== "1" && (!turned || firmware === "2.5" || Number(firmware) > 3);
  gates[name] = { in: (turned ? total.B : total.A) + alone, out: turned ? total.A : total.B, child: knows ? total.C : "unknown" };
}
console.log(JSON.stringify({ gates, frames }));
