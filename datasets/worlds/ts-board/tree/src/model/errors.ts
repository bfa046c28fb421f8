export type Code = "missing" | "duplicate" | "limit" | "locked" | "forbidden" | "invalid" | "full" | "protocol";

/** Every refusal of the model. `code` goes to the user as `error.<code>` of the catalogue. */
export class BoardError extends Error {
  readonly code: Code;
  readonly about: string;

  constructor(code: Code, about: string) {
    super(`${code}: ${about}`);
    this.code = code;
    this.about = about;
  }
}
