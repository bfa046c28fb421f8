/** Lets through at most `most` items of a key within `span`. Was for the push gateway of 1.x. */
export class Throttle {
  private readonly most: number;
  private readonly span: number;
  private readonly taken = new Map<string, number[]>();

  constructor(most: number, span: number) {
    this.most = most;
    this.span = span;
  }

  allows(key: string, at: number): boolean {
    const recent = (this.taken.get(key) ?? []).filter((one) => one > at - this.span);
    const free = recent.length < this.most;
    if (free) recent.push(at);
    this.taken.set(key, recent);
    return free;
  }
}
