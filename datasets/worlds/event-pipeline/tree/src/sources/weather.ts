import type { Draft, Raw } from "../types.ts";
import { Refused } from "../errors.ts";
import { parseTime } from "../time.ts";

/** time,station,wind,gust,wave; an empty field is a sensor that is out. m/s and m. */
export function weather(raw: Raw): Draft[] {
  const fields = raw.text.split(",");
  if (fields.length !== 5) throw new Refused("unreadable", `weather: ${fields.length} fields`);
  const [time, station, ...rest] = fields;
  const [wind, gust, wave] = rest.map((text) => (text === "" ? null : Number(text)));
  const at = parseTime(time);
  return [{ id: `${station}:${at}`, type: "weather.reading", version: 1, at, body: { station, wind, gust, wave } }];
}
