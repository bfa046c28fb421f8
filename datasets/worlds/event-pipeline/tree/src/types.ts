export type Scalar = string | number | boolean | null;
export type Body = Record<string, Scalar>;

/** One line of a segment, as the collector wrote it. */
export interface Raw {
  source: string;
  segment: string;
  line: number;
  seen: number;
  text: string;
}

/** What a source makes of a line, before any schema has looked at it. */
export interface Draft {
  id: string;
  type: string;
  version: number;
  at: number;
  body: Body;
}

/** A draft that is valid, in the newest version of its type. */
export interface Event extends Draft {
  source: string;
  seen: number;
}

export interface Row {
  metric: string;
  key: string;
  start: string;
  end: string;
  value: number | null;
  n: number;
  rev: number;
}
