import type { Draft, Raw } from "../types.ts";
import { Misuse } from "../errors.ts";
import { gates } from "./gates.ts";
import { vessels } from "./vessels.ts";
import { app } from "./app.ts";
import { weather } from "./weather.ts";
import { tide } from "./tide.ts";
import { radar } from "./radar.ts";

/** Makes drafts of a line, or throws Refused. */
export type Reader = (raw: Raw) => Draft[];

const READERS: Record<string, Reader> = {
  "app.batch": app,
  "gates.jsonl": gates,
  "radar.sweep": radar,
  "tide.kv": tide,
  "vessels.pipe": vessels,
  "weather.csv": weather,
};

export function readerOf(name: string): Reader {
  const reader = READERS[name];
  if (!reader) throw new Misuse(`no reader: ${name} (there are ${Object.keys(READERS).join(", ")})`);
  return reader;
}
