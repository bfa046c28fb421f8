export interface Mark {
  max: number;
  seen: number;
}

export interface WatermarkState {
  value: number | null;
  sources: Record<string, Mark>;
}

/**
 * How far event time has come. Each source promises that nothing comes that is older than its newest event
 * less its disorder; the watermark is the smallest promise of the sources that are awake. A source sleeps
 * when its last line is `idleAfter` or more behind the line that is being read. It never goes back.
 */
export class Watermark {
  private readonly disorder: Record<string, number>;
  private readonly idleAfter: number;
  private readonly marks: Record<string, Mark>;
  private held: number | null;

  constructor(disorder: Record<string, number>, idleAfter: number, state?: WatermarkState) {
    this.disorder = disorder;
    this.idleAfter = idleAfter;
    this.marks = structuredClone(state?.sources ?? {});
    this.held = state?.value ?? null;
  }

  /** A line of the source arrived at `seen`; `at` is null when no event could be read. */
  note(source: string, seen: number, at: number | null): void {
    const mark = this.marks[source];
    if (at === null) {
      if (mark) mark.seen = Math.max(mark.seen, seen);
      return;
    }
    this.marks[source] = { max: Math.max(mark?.max ?? at, at), seen: Math.max(mark?.seen ?? seen, seen) };
  }

  /** The watermark when a line that arrived at `seen` is read; -Infinity before the first event. */
  at(seen: number): number {
    const awake = Object.entries(this.marks).filter(([, mark]) => seen - mark.seen < this.idleAfter);
    const promises = awake.map(([source, mark]) => mark.max - (this.disorder[source] ?? 0));
    if (promises.length > 0) this.held = Math.max(this.held ?? -Infinity, Math.min(...promises));
    return this.held ?? -Infinity;
  }

  get state(): WatermarkState {
    return { value: this.held, sources: structuredClone(this.marks) };
  }
}
