import type { Draft } from "../types.ts";
import { digest } from "../canonical.ts";

export type Seen = "new" | "same" | "other";
export type DedupeState = Record<string, { at: number; mark: string }>;

/**
 * Remembers the ids of each source. An id that came before is `same` when time and body are equal (in the
 * newest version, before enrichment), else `other`. Ids whose time is `horizon` or more behind the watermark
 * are forgotten.
 */
export class Dedupe {
  readonly horizon: number;
  private readonly ids: Map<string, { at: number; mark: string }>;

  constructor(horizon: number, state: DedupeState = {}) {
    this.horizon = horizon;
    this.ids = new Map(Object.entries(state));
  }

  look(source: string, draft: Draft): Seen {
    const id = `${source}/${draft.id}`;
    const mark = digest([draft.type, draft.at, draft.body]);
    const before = this.ids.get(id);
    if (before) return before.mark === mark ? "same" : "other";
    this.ids.set(id, { at: draft.at, mark });
    return "new";
  }

  forget(watermark: number): void {
    for (const [id, { at }] of this.ids) if (at <= watermark - this.horizon) this.ids.delete(id);
  }

  get state(): DedupeState {
    return Object.fromEntries([...this.ids].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
