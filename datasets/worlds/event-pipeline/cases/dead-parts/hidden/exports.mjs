import { readdirSync } from "node:fs";
const out = {};
for (const path of readdirSync("src", { recursive: true }).map(String).sort()) {
  if (!path.endsWith(".ts") || path === "cli.ts" || (path.startsWith("feeds/") && path !== "feeds/common.ts")) continue;
  out[path] = Object.keys(await import(`${process.cwd()}/src/${path}`)).sort();
}
const { readerOf } = await import(`${process.cwd()}/src/sources/registry.ts`);
out.readers = ["app.batch", "gates.jsonl", "radar.sweep", "tide.kv", "vessels.pipe", "weather.csv"].filter((name) => {
  try {
    return typeof readerOf(name) === "function";
  } catch {
    return false;
  }
});
const { Checkpoints } = await import(`${process.cwd()}/src/state/checkpoint.ts`);
const { digest } = await import(`${process.cwd()}/src/canonical.ts`);
const state = { positions: {}, offsets: { gates: "000012.seg:340" }, seen: 5, watermark: { value: null, sources: {} }, dedupe: {}, windows: [], lengths: {}, counts: {}, alerts: {} };
out.formats = [1, 2, 3, 4].filter((format) => {
  const text = JSON.stringify({ format, n: 1, crc: digest(state), state });
  return new Checkpoints({ read: () => text, list: () => ["checkpoint-000001.json"] }, 3).load() !== null;
});
console.log(JSON.stringify(out));
