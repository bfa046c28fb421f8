import type { Action, Board, Entry } from "../model/types.ts";
import { BoardError } from "../model/errors.ts";
import { reduce } from "../store/reducer.ts";

export type ServerMessage =
  | { kind: "ack"; cid: number; seq: number }
  | { kind: "reject"; cid: number; seq: number; code: string }
  | { kind: "apply"; seq: number; action: Action };

export type Lost = { entry: Entry; code: string };

/** The board as the server knows it, and what was done since; docs/reconciliation.md. */
export class Optimistic {
  #confirmed: Board;
  #pending: Entry[] = [];
  #seq: number;
  #early = new Map<number, ServerMessage>();
  lost: Lost[] = [];

  constructor(confirmed: Board, seq = 0) {
    this.#confirmed = confirmed;
    this.#seq = seq;
  }

  /** Do it at once; the server will confirm. Raises BoardError, and then nothing is kept. */
  perform(entry: Entry): Board {
    const after = reduce(this.view(), entry.action);
    this.#pending.push(entry);
    return after;
  }

  /** Take a message of the server in. Messages that come early wait for those before them. */
  receive(message: ServerMessage): Board {
    if (message.seq > this.#seq) this.#early.set(message.seq, message);
    for (let next = this.#early.get(this.#seq + 1); next; next = this.#early.get(this.#seq + 1)) {
      this.#early.delete(next.seq);
      this.#seq = next.seq;
      this.#take(next);
    }
    return this.view();
  }

  #take(message: ServerMessage): void {
    if (message.kind === "apply") {
      this.#confirmed = reduce(this.#confirmed, message.action);
      return;
    }
    const at = this.#pending.findIndex((entry) => entry.cid === message.cid);
    if (at < 0) return;
    const [entry] = this.#pending.splice(at, 1);
    if (message.kind === "ack") this.#confirmed = reduce(this.#confirmed, entry.action);
    else this.lost.push({ entry, code: message.code });
  }

  /** The confirmed board with all that is pending; what does not fit is lost. */
  view(): Board {
    let board = this.#confirmed;
    const kept: Entry[] = [];
    for (const entry of this.#pending) {
      try {
        board = reduce(board, entry.action);
        kept.push(entry);
      } catch (error) {
        if (!(error instanceof BoardError)) throw error;
        this.lost.push({ entry, code: error.code });
      }
    }
    this.#pending = kept;
    return board;
  }

  get pending(): readonly Entry[] {
    return this.#pending;
  }

  get seq(): number {
    return this.#seq;
  }
}
