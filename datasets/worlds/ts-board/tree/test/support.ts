import { readJson } from "../src/files.ts";
import type { Action, Board, Entry } from "../src/model/types.ts";
import { inColumn } from "../src/model/order.ts";

export const small = (): Board => readJson("test/fixtures/small.json");

export const order = (board: Board, column: string): string => inColumn(board, column, true).map((card) => card.id).join(" ");

export const entries = (by: string, ...actions: Action[]): Entry[] => actions.map((action, index) => ({ cid: index + 1, by, action }));

export const options = { user: "ada", locale: "en", tenant: null, platform: "pc", today: "2025-10-01" } as const;
