import type { Action, Entry } from "../model/types.ts";
import { touches } from "../store/registry.ts";

/** Shorten what waits in the offline queue without changing its effect; docs/offline.md. */
export function coalesce(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of entries) {
    const at = partner(kept, entry);
    if (at < 0) kept.push(entry);
    else join(kept, at, entry);
  }
  return kept;
}

/** The last kept entry that touches a card of this one, when the two can be joined; else -1. */
function partner(kept: Entry[], entry: Entry): number {
  const mine = touches(entry.action);
  const at = kept.findLastIndex((one) => touches(one.action).some((id) => mine.includes(id)));
  return at >= 0 && joinable(kept[at], entry) ? at : -1;
}

function joinable(a: Entry, b: Entry): boolean {
  if (a.by !== b.by) return false;
  const [one, two] = [a.action, b.action];
  if (one.type === "card/add") {
    if (two.type === "card/edit") return one.id === two.id && titleOnly(two.patch);
    return two.type === "card/remove" && one.id === two.id;
  }
  if (one.type !== two.type || !("id" in one) || !("id" in two) || one.id !== two.id) return false;
  if (one.type === "card/label" && two.type === "card/label") return one.label === two.label;
  return ["card/edit", "card/move", "card/assign", "column/limit", "column/rename"].includes(one.type);
}

const titleOnly = (patch: object): boolean => Object.keys(patch).every((name) => name === "title");

function join(kept: Entry[], at: number, later: Entry): void {
  const one = kept[at].action;
  const two = later.action;
  if (one.type === "card/add" && two.type === "card/remove") kept.splice(at, 1);
  else if (one.type === "card/add" && two.type === "card/edit") {
    kept[at] = { ...kept[at], action: { ...one, title: two.patch.title ?? one.title } };
  } else if (one.type === "card/edit" && two.type === "card/edit") {
    kept[at] = { ...kept[at], action: { ...one, patch: { ...one.patch, ...two.patch } } };
  } else if (two.type === "card/move") {
    kept.splice(at, 1);
    kept.push(later);
  } else kept[at] = { ...kept[at], action: two as Action };
}
