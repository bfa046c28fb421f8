import type { Event, Scalar } from "../types.ts";
import { Misuse } from "../errors.ts";

/** What a window knows of its events; everything that a value is made of, so that it can be stored. */
export interface Held {
  n: number;
  sum: number;
  min: number | null;
  max: number | null;
  last: { at: number; id: string; value: number } | null;
  distinct: string[] | null;
}

export const KINDS = ["count", "sum", "mean", "min", "max", "last", "distinct"];

export function parseValue(text: string): { kind: string; field: string | null } {
  const [kind, field, ...more] = text.split(" ");
  if (!KINDS.includes(kind) || more.length > 0) throw new Misuse(`metrics: value: ${text}`);
  if ((field === undefined) !== (kind === "count")) throw new Misuse(`metrics: value: ${text}`);
  return { kind, field: field ?? null };
}

export function empty(kind: string): Held {
  return { n: 0, sum: 0, min: null, max: null, last: null, distinct: kind === "distinct" ? [] : null };
}

/** Adds an event. Events without a value (null) are left out, of `count` too when it has a field. */
export function add(held: Held, event: Event, value: Scalar): void {
  held.n += 1;
  if (held.distinct) {
    const text = String(value);
    if (!held.distinct.includes(text)) held.distinct.push(text);
    return;
  }
  if (typeof value !== "number") return;
  held.sum += value;
  held.min = held.min === null ? value : Math.min(held.min, value);
  held.max = held.max === null ? value : Math.max(held.max, value);
  const last = held.last;
  if (!last || event.at > last.at || (event.at === last.at && event.id > last.id)) {
    held.last = { at: event.at, id: event.id, value };
  }
}

export function result(kind: string, held: Held): number | null {
  switch (kind) {
    case "count":
      return held.n;
    case "sum":
      return round(held.sum);
    case "mean":
      return held.n === 0 ? null : round(held.sum / held.n);
    case "min":
      return held.min;
    case "max":
      return held.max;
    case "last":
      return held.last?.value ?? null;
    default:
      return held.distinct!.length;
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
