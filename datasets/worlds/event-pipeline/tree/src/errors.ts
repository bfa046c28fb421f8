/** Why a line or an event cannot be used. `reason` becomes the reason of the dead letter. */
export type Reason = "unreadable" | "unknown_type" | "invalid" | "conflict" | "too_late" | "future";

export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** A fault of configuration or of the command line; the program ends with 2. */
export class Misuse extends Error {}
