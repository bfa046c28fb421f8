import type { Action, Entry } from "../model/types.ts";
import { BoardError } from "../model/errors.ts";
import { REGISTRY } from "../store/registry.ts";

export type Protocol = 2 | 3;
export type Message = { cid: number; by: string; op: string; [field: string]: unknown };

/** The messages of an entry, in the order in which they are sent; see docs/protocol.md. */
export function encode(entry: Entry, protocol: Protocol): Message[] {
  const { action, cid, by } = entry;
  if (action.type === "batch") {
    return action.actions.flatMap((one) => encode({ cid, by, action: one }, protocol));
  }
  const spec = REGISTRY[action.type];
  if (spec.op === null || spec.since > protocol) throw new BoardError("protocol", action.type);
  return [{ cid, by, op: spec.op, ...fields(action, protocol) }];
}

function fields(action: Action, protocol: Protocol): Record<string, unknown> {
  switch (action.type) {
    case "card/add":
      return { k: action.id, w: action.columnId, t: action.title };
    case "card/edit":
      return { k: action.id, p: action.patch };
    case "card/move":
      // Protocol 2 has no null: the end of a column is the empty text.
      return { k: action.id, w: action.columnId, b: protocol === 2 ? (action.before ?? "") : action.before };
    case "card/label":
      return { k: action.id, l: action.label, on: flag(action.on, protocol) };
    case "card/assign":
      return { k: action.id, u: protocol === 2 ? (action.user ?? "") : action.user };
    case "card/lock":
    case "card/archive":
      return { k: action.id, on: flag(action.on, protocol) };
    case "card/remove":
      return { k: action.id };
    case "column/limit":
      return { w: action.id, n: protocol === 2 ? (action.limit ?? 0) : action.limit };
    case "column/rename":
      return { w: action.id, t: action.title };
    default:
      throw new BoardError("protocol", action.type);
  }
}

const flag = (on: boolean, protocol: Protocol): boolean | number => (protocol === 2 ? Number(on) : on);

/** The action of a message. Raises BoardError("protocol") for an op that the protocol lacks. */
export function decode(message: Message, protocol: Protocol): Action {
  const found = Object.entries(REGISTRY).find(([, spec]) => spec.op === message.op && spec.since <= protocol);
  if (!found) throw new BoardError("protocol", String(message.op));
  const m = message as any;
  const none = (value: unknown) => (value === "" || value === undefined ? null : value) as any;
  switch (found[0]) {
    case "card/add":
      return { type: "card/add", id: m.k, columnId: m.w, title: m.t };
    case "card/edit":
      return { type: "card/edit", id: m.k, patch: m.p };
    case "card/move":
      return { type: "card/move", id: m.k, columnId: m.w, before: none(m.b) };
    case "card/label":
      return { type: "card/label", id: m.k, label: m.l, on: Boolean(m.on) };
    case "card/assign":
      return { type: "card/assign", id: m.k, user: none(m.u) };
    case "card/lock":
      return { type: "card/lock", id: m.k, on: Boolean(m.on) };
    case "card/archive":
      return { type: "card/archive", id: m.k, on: Boolean(m.on) };
    case "card/remove":
      return { type: "card/remove", id: m.k };
    case "column/limit":
      return { type: "column/limit", id: m.w, limit: m.n || null };
    case "column/rename":
      return { type: "column/rename", id: m.w, title: m.t };
  }
  throw new BoardError("protocol", String(message.op));
}
