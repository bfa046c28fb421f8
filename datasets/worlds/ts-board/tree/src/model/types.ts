/** The shapes that every part of the front shares. They are plain data: no methods, no dates. */

export type Role = "owner" | "editor" | "member" | "guest";

export type Card = {
  id: string;
  title: string;
  body: string;
  columnId: string;
  pos: number;
  labels: string[];
  assignee: string | null;
  due: string | null; // YYYY-MM-DD
  points: number | null;
  locked: boolean;
  archived: boolean;
};

export type Column = { id: string; title: string; limit: number | null };

export type Board = {
  id: string;
  title: string;
  columns: Column[];
  cards: Record<string, Card>;
  members: Record<string, Role>;
};

export type Patch = Partial<Pick<Card, "title" | "body" | "due" | "points">>;

export type Action =
  | { type: "card/add"; id: string; columnId: string; title: string }
  | { type: "card/edit"; id: string; patch: Patch }
  | { type: "card/move"; id: string; columnId: string; before: string | null }
  | { type: "card/label"; id: string; label: string; on: boolean }
  | { type: "card/assign"; id: string; user: string | null }
  | { type: "card/lock"; id: string; on: boolean }
  | { type: "card/archive"; id: string; on: boolean }
  | { type: "card/remove"; id: string }
  | { type: "card/restore"; card: Card }
  | { type: "column/limit"; id: string; limit: number | null }
  | { type: "column/rename"; id: string; title: string }
  | { type: "batch"; actions: Action[] };

export type ActionType = Action["type"];

/** An action with its author. `cid` is the client's own number of it. */
export type Entry = { cid: number; by: string; action: Action };
