import type { Body, Draft, Raw } from "../types.ts";
import { Refused } from "../errors.ts";
import { parseObject } from "./json.ts";

/**
 * Turnstiles. Firmware 1 has no `v`, firmware 2 and 3 say theirs. Times are seconds, from firmware 3
 * on milliseconds. A gate counts its passages in `n`, and begins again with 0 after a change of battery,
 * which `boot` tells (firmware 3).
 */
export function gates(raw: Raw): Draft[] {
  const found = parseObject(raw.text);
  const version = found.v ?? 1;
  if (version === 1) return [draft(found, 1, found.g, seconds(found.ts), pick(found, { g: "g", d: "d", k: "k" }))];
  const at = version === 2 ? seconds(found.ts) : found.ms;
  const names = { gate: "gate", dir: "direction", fare: "fare", count: "count", wheel: "wheel" };
  return [draft(found, version, found.gate, at, pick(found, names))];
}

function draft(found: any, version: number, gate: string, at: number, body: Body): Draft {
  if (!Number.isInteger(found.n) || !Number.isInteger(at)) throw new Refused("unreadable", "gates: n or time");
  const boot = found.boot === undefined ? "" : `${found.boot}.`;
  return { id: `${gate}:${boot}${found.n}`, type: "gate.passage", version, at, body };
}

function seconds(ts: unknown): number {
  return Number.isInteger(ts) ? (ts as number) * 1000 : NaN;
}

function pick(found: any, names: Record<string, string>): Body {
  const body: Body = {};
  for (const [from, to] of Object.entries(names)) if (found[from] !== undefined) body[to] = found[from];
  return body;
}
