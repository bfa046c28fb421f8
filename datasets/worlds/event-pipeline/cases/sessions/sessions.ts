import type { Event, Row, Scalar } from "../types.ts";
import { showTime } from "../time.ts";
import { add, empty, merge, result, type Held } from "./aggregate.ts";
import type { Metric } from "./windows.ts";

/** `shown` is the end in its last row; `due` says that it has changed since. */
export interface Session {
  metric: string;
  key: string;
  start: number;
  last: number;
  rev: number | null;
  shown: number | null;
  due: boolean;
  held: Held;
}

export function endOf(metric: Metric, session: Session): number {
  return session.last + metric.session!;
}

/** Sessions of all metrics that have them, by metric and key. */
export class Sessions {
  private readonly open = new Map<string, Session[]>();

  constructor(state: Session[]) {
    for (const session of state) this.of(session).push(structuredClone(session));
  }

  get all(): Session[] {
    return [...this.open.values()].flat();
  }

  /** The rows that an event brings at once, or null when it is too late. */
  add(metric: Metric, key: string, event: Event, value: Scalar, watermark: number): Row[] | null {
    const mine = this.of({ metric: metric.name, key });
    const gap = metric.session!;
    const joined = mine.filter((one) => event.at > one.start - gap && event.at < one.last + gap);
    if (joined.length === 0 && watermark >= event.at + gap + metric.lateness) return null;
    const fresh: Session = { metric: metric.name, key, start: event.at, last: event.at, rev: null, shown: null, due: true, held: empty(metric.kind) };
    add(fresh.held, event, value);
    joined.sort((a, b) => a.start - b.start);
    const whole = joined.reduce(together, fresh);
    for (const one of joined) mine.splice(mine.indexOf(one), 1);
    mine.push(whole);
    const gone = joined.filter((one) => one.rev !== null && one.start !== whole.start);
    const rows = gone.map((one) => rowOf(metric, one, one.shown!, null, 0, one.rev! + 1));
    return [...rows, ...this.close(metric, whole, watermark)];
  }

  /** The row of a session, if it is due. */
  close(metric: Metric, session: Session, watermark: number): Row[] {
    if (!session.due || watermark < endOf(metric, session) || session.held.n < metric.atLeast) return [];
    session.rev = session.rev === null ? 0 : session.rev + 1;
    session.shown = endOf(metric, session);
    session.due = false;
    return [rowOf(metric, session, session.shown, result(metric.kind, session.held), session.held.n, session.rev)];
  }

  forget(session: Session): void {
    const mine = this.of(session);
    mine.splice(mine.indexOf(session), 1);
  }

  private of({ metric, key }: { metric: string; key: string }): Session[] {
    const id = `${metric}|${key}`;
    if (!this.open.has(id)) this.open.set(id, []);
    return this.open.get(id)!;
  }
}

function together(a: Session, b: Session): Session {
  const first = b.start <= a.start ? b : a;
  const { rev, shown } = first;
  return { ...first, last: Math.max(a.last, b.last), rev, shown, due: true, held: merge(a.held, b.held) };
}

function rowOf(metric: Metric, session: Session, end: number, value: number | null, n: number, rev: number): Row {
  return { metric: metric.name, key: session.key, start: showTime(session.start), end: showTime(end), value, n, rev };
}
