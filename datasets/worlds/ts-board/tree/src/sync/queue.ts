import type { Entry } from "../model/types.ts";
import { BoardError } from "../model/errors.ts";
import { coalesce } from "./coalesce.ts";
import { encode, type Message, type Protocol } from "./wire.ts";

export const CAPACITY = 200;

/** What is done without a connection, until it can be sent. */
export class OfflineQueue {
  #entries: Entry[] = [];

  /** Keep an entry. Raises BoardError("full") when there is no room even after shortening. */
  add(entry: Entry): void {
    const next = [...this.#entries, entry];
    this.#entries = next.length > CAPACITY ? this.#shortened(next) : next;
  }

  #shortened(entries: Entry[]): Entry[] {
    const short = coalesce(entries);
    if (short.length > CAPACITY) throw new BoardError("full", String(CAPACITY));
    return short;
  }

  /** The messages to send, and an empty queue. */
  flush(protocol: Protocol): Message[] {
    const messages = coalesce(this.#entries).flatMap((entry) => encode(entry, protocol));
    this.#entries = [];
    return messages;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }
}
