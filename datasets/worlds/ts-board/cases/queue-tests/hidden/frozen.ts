import type { Entry } from "../model/types.ts";
import { touches } from "../store/registry.ts";

const LAST = new Set(["card/label", "card/assign", "column/limit", "column/rename"]);

/** The same on copies, from lists that cannot be changed. */
export function coalesce(entries: readonly Entry[]): Entry[] {
  let left: readonly Entry[] = [];
  for (const entry of structuredClone(entries) as Entry[]) left = Object.freeze(next(left, entry));
  return [...left];
}

function next(left: readonly Entry[], entry: Entry): Entry[] {
  const named = touches(entry.action);
  let at = left.length - 1;
  while (at >= 0 && !touches(left[at].action).some((id) => named.includes(id))) at--;
  if (at < 0 || left[at].by !== entry.by) return [...left, entry];
  const [a, b] = [left[at].action as any, entry.action as any];
  const before = left.slice(0, at);
  const after = left.slice(at + 1);
  const put = (action: any): Entry[] => [...before, { by: entry.by, action, cid: left[at].cid }, ...after];
  if (a.id === undefined || a.id !== b.id) return [...left, entry];
  if (a.type === "card/add" && b.type === "card/remove") return [...before, ...after];
  if (a.type === "card/add" && b.type === "card/edit" && Object.keys(b.patch).every((name) => name === "title")) return put(Object.assign({}, a, b.patch));
  if (a.type !== b.type) return [...left, entry];
  if (a.type === "card/edit") return put({ type: a.type, id: a.id, patch: Object.assign({}, a.patch, b.patch) });
  if (a.type === "card/move") return [...before, ...after, entry];
  return LAST.has(a.type) && a.label === b.label ? put(b) : [...left, entry];
}
