import type { Draft, Raw } from "../types.ts";
import { Refused } from "../errors.ts";
import { parseTime } from "../time.ts";

/**
 * Positions, fields between bars, a checksum behind the star (see docs/sources.md).
 *
 *     VP1|LOTTE|251101080005|59.12345|10.23456|211*5A
 *     VP2|LOTTE|2025-11-01T08:00:05Z|59.12345|10.23456|11.4|082|37*21
 */
export function vessels(raw: Raw): Draft[] {
  const star = raw.text.lastIndexOf("*");
  const text = raw.text.slice(0, star);
  if (star < 0 || checksum(text) !== raw.text.slice(star + 1)) throw new Refused("unreadable", "vessels: checksum");
  const [kind, vessel, ...rest] = text.split("|");
  if (kind === "VP1" && rest.length === 4) return [first(vessel, rest)];
  if (kind === "VP2" && rest.length === 6) return [second(vessel, rest)];
  throw new Refused("unreadable", `vessels: ${kind} with ${rest.length} fields`);
}

export function checksum(text: string): string {
  let sum = 0;
  for (const byte of Buffer.from(text)) sum ^= byte;
  return sum.toString(16).toUpperCase().padStart(2, "0");
}

function first(vessel: string, [time, lat, lon, speed]: string[]): Draft {
  const found = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(time);
  if (!found) throw new Refused("unreadable", `vessels: time ${time}`);
  const [, y, mo, d, h, mi, s] = found;
  const at = parseTime(`20${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  const body = { vessel, lat: number(lat), lon: number(lon), tenths: number(speed) };
  return { id: `${vessel}:${at}`, type: "vessel.position", version: 1, at, body };
}

function second(vessel: string, [time, lat, lon, knots, course, aboard]: string[]): Draft {
  const at = parseTime(time);
  const body = { vessel, lat: number(lat), lon: number(lon), knots: number(knots), course: number(course), aboard: aboard === "" ? null : number(aboard) };
  return { id: `${vessel}:${at}`, type: "vessel.position", version: 2, at, body };
}

function number(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Refused("unreadable", `vessels: number ${text}`);
  return Number(text);
}
