import type { Action, Board } from "../model/types.ts";
import { inColumn } from "../model/order.ts";
import { card } from "../store/reducer.ts";

/** What the user looks at: the card in focus, the chosen cards in the order of choosing. */
export type Ui = { focus: string | null; selected: string[]; filter: string | null; help: boolean };

export type Effect = { action?: Action; ui?: Partial<Ui>; step?: "undo" | "redo" };

export type Spec = {
  permission?: string; // needed for the card in focus, or for the board
  flag?: string;
  needsFocus?: boolean;
  run: (board: Board, ui: Ui) => Effect;
};

export const COMMANDS: Record<string, Spec> = {
  "focus.next": { run: (board, ui) => ({ ui: { focus: neighbour(board, ui, 1) } }) },
  "focus.previous": { run: (board, ui) => ({ ui: { focus: neighbour(board, ui, -1) } }) },
  "select.toggle": { needsFocus: true, run: (_, ui) => ({ ui: { selected: toggled(ui.selected, ui.focus as string) } }) },
  "select.none": { run: () => ({ ui: { selected: [] } }) },
  "card.right": { permission: "card.move", needsFocus: true, run: (board, ui) => shift(board, ui, 1) },
  "card.left": { permission: "card.move", needsFocus: true, run: (board, ui) => shift(board, ui, -1) },
  "card.archive": {
    permission: "card.archive",
    needsFocus: true,
    run: (_, ui) => ({ action: { type: "card/archive", id: ui.focus as string, on: true }, ui: { focus: null } }),
  },
  "card.lock": {
    permission: "card.lock",
    needsFocus: true,
    run: (board, ui) => {
      const found = card(board, ui.focus as string);
      return { action: { type: "card/lock", id: found.id, on: !found.locked } };
    },
  },
  "card.drop": {
    permission: "card.assign",
    needsFocus: true,
    run: (_, ui) => ({ action: { type: "card/assign", id: ui.focus as string, user: null } }),
  },
  "filter.none": { run: () => ({ ui: { filter: null } }) },
  "column.fold": { flag: "column.collapse", needsFocus: true, run: () => ({}) },
  "help.toggle": { run: (_, ui) => ({ ui: { help: !ui.help } }) },
  "edit.undo": { permission: "card.create", run: () => ({ step: "undo" }) },
  "edit.redo": { permission: "card.create", run: () => ({ step: "redo" }) },
};

function toggled(list: string[], id: string): string[] {
  return list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
}

function neighbour(board: Board, ui: Ui, step: number): string | null {
  const all = board.columns.flatMap((column) => inColumn(board, column.id)).map((one) => one.id);
  if (ui.focus === null) return all.at(step > 0 ? 0 : -1) ?? null;
  return all[all.indexOf(ui.focus) + step] ?? ui.focus;
}

function shift(board: Board, ui: Ui, step: number): Effect {
  const found = card(board, ui.focus as string);
  const at = board.columns.findIndex((column) => column.id === found.columnId);
  const target = board.columns[at + step];
  if (!target) return {};
  return { action: { type: "card/move", id: found.id, columnId: target.id, before: null } };
}
