import type { Event, Row, Scalar } from "../types.ts";
import type { Metric } from "./windows.ts";
import { showTime } from "../time.ts";
import { add, empty, result } from "./aggregate.ts";

type Point = { at: number; id: string; value: Scalar };
type Shown = { start: number; end: number; rev: number; n: number };
type Line = { points: Point[]; shown: Shown[] };

export type SpanState = Record<string, Line>;
export type Due = { end: number; id: string; row: Row };

/** Sessions are not kept but found again in the events that are remembered, for each metric and key. */
export class Spans {
  readonly state: SpanState;

  constructor(state: SpanState = {}) {
    this.state = structuredClone(state);
  }

  add(metric: Metric, key: string, event: Event, value: Scalar, watermark: number): Row[] | null {
    const gap = metric.session!;
    const line = (this.state[`${metric.name}|${key}`] ??= { points: [], shown: [] });
    const near = clusters(line.points, gap).some((all) => event.at > all[0].at - gap && event.at < all[all.length - 1].at + gap);
    if (!near && watermark >= event.at + gap + metric.lateness) return null;
    line.points.push({ at: event.at, id: event.id, value });
    line.points.sort((a, b) => a.at - b.at);
    const mine = clusters(line.points, gap).find((all) => all.some((one) => one.id === event.id && one.at === event.at))!;
    const [first, last] = [mine[0].at, mine[mine.length - 1].at];
    const gone = line.shown.filter((one) => one.start > first && one.start <= last).sort((a, b) => a.start - b.start);
    line.shown = line.shown.filter((one) => !gone.includes(one));
    const rows = gone.map((one) => row(metric, key, one.start, one.end, null, 0, one.rev + 1));
    return watermark >= last + gap ? [...rows, ...this.show(metric, key, line, mine)] : rows;
  }

  close(metric: Metric, watermark: number): Due[] {
    const due: Due[] = [];
    for (const [id, line] of Object.entries(this.state)) {
      if (!id.startsWith(`${metric.name}|`)) continue;
      const key = id.slice(metric.name.length + 1);
      for (const mine of clusters(line.points, metric.session!)) {
        const end = mine[mine.length - 1].at + metric.session!;
        if (watermark < end) continue;
        const before = line.shown.find((one) => one.start === mine[0].at);
        if (before?.n !== mine.length) due.push(...this.show(metric, key, line, mine).map((one) => ({ end, id: `${id}|${mine[0].at}`, row: one })));
        if (watermark < end + metric.lateness) continue;
        line.points = line.points.filter((one) => !mine.includes(one));
        line.shown = line.shown.filter((one) => one.start !== mine[0].at);
      }
      if (line.points.length === 0) delete this.state[id];
    }
    return due;
  }

  private show(metric: Metric, key: string, line: Line, mine: Point[]): Row[] {
    if (mine.length < metric.atLeast) return [];
    const held = empty(metric.kind);
    for (const one of mine) add(held, one as unknown as Event, one.value);
    const [start, end] = [mine[0].at, mine[mine.length - 1].at + metric.session!];
    const rev = (line.shown.find((one) => one.start === start)?.rev ?? -1) + 1;
    line.shown = [...line.shown.filter((one) => one.start !== start), { start, end, rev, n: mine.length }];
    return [row(metric, key, start, end, result(metric.kind, held), mine.length, rev)];
  }
}

function clusters(points: Point[], gap: number): Point[][] {
  const found: Point[][] = [];
  for (const point of points) {
    const last = found.at(-1);
    if (last && point.at - last[last.length - 1].at < gap) last.push(point);
    else found.push([point]);
  }
  return found;
}

function row(metric: Metric, key: string, start: number, end: number, value: number | null, n: number, rev: number): Row {
  return { metric: metric.name, key, start: showTime(start), end: showTime(end), value, n, rev };
}
