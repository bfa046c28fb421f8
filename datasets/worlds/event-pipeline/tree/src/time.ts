import { Misuse, Refused } from "./errors.ts";

const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds since 1970 of a UTC time such as 2025-11-01T08:00Z. */
export function parseTime(text: unknown): number {
  const at = typeof text === "string" && SHAPE.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) throw new Refused("unreadable", `no time: ${JSON.stringify(text)}`);
  return at;
}

export function showTime(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

export function dayOf(at: number): string {
  return showTime(at).slice(0, 10);
}

/** Milliseconds of a span such as 90s, 15m, 2h, 1d. */
export function parseSpan(text: string | number): number {
  const found = /^(\d+)(ms|s|m|h|d)$/.exec(String(text));
  if (!found) throw new Misuse(`no span of time: ${text} (write 90s, 15m, 2h or 1d)`);
  return Number(found[1]) * UNITS[found[2]];
}
