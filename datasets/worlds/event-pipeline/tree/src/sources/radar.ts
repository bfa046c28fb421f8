import type { Draft, Raw } from "../types.ts";
import { Refused } from "../errors.ts";
import { parseTime } from "../time.ts";
import { bearing } from "../geo.ts";

const MAST = { lat: 59.9051, lon: 10.7402 };

/** Sweeps of the radar on the mast of Nordbryggen: time;target;lat;lon. */
export function radar(raw: Raw): Draft[] {
  const [time, target, lat, lon] = raw.text.split(";");
  if (lon === undefined) throw new Refused("unreadable", "radar: fields");
  const place = { lat: Number(lat), lon: Number(lon) };
  const at = parseTime(time);
  return [{ id: `${target}:${at}`, type: "radar.target", version: 1, at, body: { target, ...place, bearing: bearing(MAST, place) } }];
}
