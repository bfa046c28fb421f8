import type { Files } from "../src/io/files.ts";
import type { Config } from "../src/config/check.ts";
import { loadConfig } from "../src/config/load.ts";
import { loadPlaces } from "../src/stages/enrich.ts";
import { checksum } from "../src/sources/vessels.ts";
import { Pipeline, type Options } from "../src/pipeline.ts";

/** Files in memory. Nothing of them is lost; `sync` does nothing. */
export function memory(given: Record<string, string> = {}): Files & { all: Map<string, string> } {
  const all = new Map(Object.entries(given));
  const get = (path: string) => all.get(path) ?? "";
  return {
    all,
    read: (path) => all.get(path) ?? null,
    write: (path, text) => void all.set(path, text),
    append: (path, text) => void all.set(path, get(path) + text),
    truncate: (path, bytes) => void all.set(path, Buffer.from(get(path)).subarray(0, bytes).toString()),
    size: (path) => Buffer.byteLength(get(path)),
    rename: (from, to) => {
      all.set(to, get(from));
      all.delete(from);
    },
    remove: (path) => void all.delete(path),
    list: (folder) => {
      const inside = [...all.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split("/")[0]))].sort();
    },
    sync: () => {},
    syncFolder: () => {},
  };
}

export function configOf(changes: Partial<Config> = {}): Config {
  return { ...loadConfig("dev"), ...changes };
}

/** Runs the pipeline over lines of sources. */
export function runOn(files: Files, config: Config, options: Options = {}): Record<string, number> {
  return new Pipeline(config, files, loadPlaces()).run(options);
}

export function rows(files: Files, metric: string): any[] {
  return (files.read(`out/${metric}.jsonl`) ?? "").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

export function dead(files: Files): any[] {
  const texts = files.list("dead").map((name) => files.read(`dead/${name}`) ?? "");
  return texts.join("").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** A passage as firmware 3 sends it, that arrives a second later. */
export function passage(n: number, time: string, more: Record<string, unknown> = {}): string {
  const ms = Date.parse(`2025-11-01T${time}Z`);
  const seen = new Date(ms + 1000).toISOString();
  return `${seen}\t${JSON.stringify({ v: 3, gate: "NB-2", n, ms, dir: "in", fare: "adult", count: 1, ...more })}\n`;
}

export function position(vessel: string, time: string, knots: number, aboard: number | "", later = 2): string {
  const at = Date.parse(`2025-11-01T${time}Z`);
  const text = `VP2|${vessel}|2025-11-01T${time}Z|59.90000|10.74000|${knots.toFixed(1)}|090|${aboard}`;
  return `${new Date(at + later * 1000).toISOString()}\t${text}*${checksum(text)}\n`;
}
