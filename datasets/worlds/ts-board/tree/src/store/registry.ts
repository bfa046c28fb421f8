import type { Action, ActionType } from "../model/types.ts";

/** What the other parts have to know of a kind of action; docs/actions.md explains the columns. */
export type Spec = {
  permission: string | null;
  op: string | null; // its name on the wire; null: never sent as it is
  since: 2 | 3; // the first protocol that knows the op
  touches: (action: any) => string[];
  said: string | null; // the message that screen readers hear
};

const id = (action: { id: string }): string[] => [action.id];

export const REGISTRY: Record<ActionType, Spec> = {
  "card/add": { permission: "card.create", op: "ca", since: 2, touches: id, said: "said.add" },
  "card/edit": { permission: "card.edit", op: "ce", since: 2, touches: id, said: "said.edit" },
  "card/move": {
    permission: "card.move",
    op: "cm",
    since: 2,
    touches: (a) => (a.before === null ? [a.id] : [a.id, a.before]),
    said: "said.move",
  },
  "card/label": { permission: "card.edit", op: "cl", since: 2, touches: id, said: null },
  "card/assign": { permission: "card.assign", op: "cs", since: 2, touches: id, said: "said.assign" },
  "card/lock": { permission: "card.lock", op: "ck", since: 3, touches: id, said: "said.lock" },
  "card/archive": { permission: "card.archive", op: "cx", since: 2, touches: id, said: "said.archive" },
  "card/remove": { permission: "card.create", op: "cd", since: 3, touches: id, said: null },
  "card/restore": { permission: "card.create", op: null, since: 3, touches: (a) => [a.card.id], said: null },
  "column/limit": { permission: "column.edit", op: "wl", since: 2, touches: id, said: null },
  "column/rename": { permission: "column.edit", op: "wr", since: 2, touches: id, said: null },
  batch: {
    permission: null,
    op: null,
    since: 2,
    touches: (a) => [...new Set<string>(a.actions.flatMap((one: Action) => REGISTRY[one.type].touches(one)))],
    said: null,
  },
};

export function touches(action: Action): string[] {
  return REGISTRY[action.type].touches(action);
}
