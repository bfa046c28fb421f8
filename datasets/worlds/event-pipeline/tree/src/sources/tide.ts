import type { Body, Draft, Raw } from "../types.ts";
import { Refused } from "../errors.ts";
import { parseTime } from "../time.ts";

/** gauge=VA1 time=2025-11-01T08:00Z level=-34 ice=no; centimetres above chart datum. */
export function tide(raw: Raw): Draft[] {
  const pairs = raw.text.trim().split(/\s+/).map((pair) => pair.split("="));
  const found: Record<string, string> = Object.fromEntries(pairs);
  if (!found.gauge || !/^-?\d+$/.test(found.level ?? "")) throw new Refused("unreadable", "tide: gauge or level");
  const at = parseTime(found.time);
  const body: Body = { gauge: found.gauge, level: Number(found.level) };
  if (found.ice !== undefined) body.ice = found.ice === "yes";
  return [{ id: `${found.gauge}:${at}`, type: "tide.level", version: 1, at, body }];
}
