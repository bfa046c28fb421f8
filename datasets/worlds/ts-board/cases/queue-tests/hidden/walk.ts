import type { Action, Entry } from "../model/types.ts";
import { touches } from "../store/registry.ts";

type Rule = (a: any, b: any) => Action | null | undefined;

const later: Rule = (a, b) => (a.id === b.id ? b : undefined);

const RULES: Record<string, Rule> = {
  "card/add card/edit": (a, b) => (a.id === b.id && Object.keys(b.patch).every((n) => n === "title") ? { ...a, ...b.patch } : undefined),
  "card/add card/remove": (a, b) => (a.id === b.id ? null : undefined),
  "card/edit card/edit": (a, b) => (a.id === b.id ? { ...b, patch: { ...a.patch, ...b.patch } } : undefined),
  "card/label card/label": (a, b) => (a.label === b.label ? later(a, b) : undefined),
  "card/assign card/assign": later,
  "column/limit column/limit": later,
  "column/rename column/rename": later,
  "card/move card/move": later,
};

type Slot = { entry: Entry | null; touched: Set<string> };

/** The same by slots and rules. */
export function coalesce(entries: readonly Entry[]): Entry[] {
  const slots: Slot[] = [];
  for (const entry of entries) {
    const touched = new Set(touches(entry.action));
    const slot = [...slots].reverse().find((one) => one.entry !== null && [...touched].some((id) => one.touched.has(id)));
    const partner = slot?.entry ?? null;
    const rule = partner && partner.by === entry.by ? RULES[`${partner.action.type} ${entry.action.type}`] : undefined;
    const joined = partner && rule ? rule(partner.action, entry.action) : undefined;
    if (!slot || !partner || joined === undefined) slots.push({ entry: { ...entry }, touched });
    else if (joined === null) slot.entry = null;
    else if (joined.type === "card/move") {
      slot.entry = null;
      slots.push({ entry: structuredClone(entry), touched });
    } else slot.entry = { cid: partner.cid, by: partner.by, action: structuredClone(joined) };
  }
  return slots.flatMap((one) => (one.entry ? [one.entry] : []));
}
