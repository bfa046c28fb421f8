import { readFileSync } from "node:fs";
import { minutes, miles, type Place } from "../geo.ts";
import { vessels } from "../sources/vessels.ts";

/** The last known place of each vessel, with its distance from the mast of Nordbryggen. ops/where.sh prints it. */
export function places(text: string): string[] {
  const mast: Place = { lat: 59.9051, lon: 10.7402 };
  const found = new Map<string, Place>();
  for (const line of text.split("\n")) {
    try {
      const [draft] = vessels({ source: "vessels", segment: "", line: 0, seen: 0, text: line.slice(line.indexOf("\t") + 1) });
      found.set(draft.body.vessel as string, { lat: draft.body.lat as number, lon: draft.body.lon as number });
    } catch {
      continue;
    }
  }
  const show = ([vessel, at]: [string, Place]) => `${vessel} ${minutes(at.lat, "NS")} ${minutes(at.lon, "EW")} ${miles(mast, at).toFixed(2)}`;
  return [...found].map(show).sort();
}

if (process.argv[1] === import.meta.filename) process.stdout.write(places(readFileSync(0, "utf8")).map((line) => `${line}\n`).join(""));
