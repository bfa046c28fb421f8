import type { Draft, Raw } from "../types.ts";
import { Refused } from "../errors.ts";
import { parseTime } from "../time.ts";
import { parseObject } from "./json.ts";

const SKEW = 30_000;

/**
 * Batches of the passengers' app. A phone's clock may be wrong: when `sent` and the arrival differ by
 * more than half a minute, all times of the batch are moved by the difference.
 */
export function app(raw: Raw): Draft[] {
  const batch = parseObject(raw.text);
  if (!Array.isArray(batch.events) || typeof batch.device !== "string") throw new Refused("unreadable", "app: batch");
  const off = raw.seen - parseTime(batch.sent);
  const move = Math.abs(off) > SKEW ? off : 0;
  return batch.events.map((one: any) => ({
    id: `${batch.device}:${one.seq}`,
    type: String(one.kind),
    version: one.v ?? 1,
    at: parseTime(one.at) + move,
    body: { ...one.data },
  }));
}
