import type { Event, Row } from "../types.ts";
import type { Config, MetricConfig } from "../config/check.ts";
import { parseSpan, showTime } from "../time.ts";
import { add, empty, parseValue, result, type Held } from "./aggregate.ts";
import { parseWhere } from "./where.ts";

export interface Metric {
  name: string;
  from: string;
  where: (body: Event["body"]) => boolean;
  key: string;
  size: number;
  offset: number;
  lateness: number;
  kind: string;
  field: string | null;
}

/** A window that has data: `rev` is that of its last row, null before the first. */
interface Open {
  metric: string;
  key: string;
  start: number;
  rev: number | null;
  held: Held;
}

export type WindowState = Open[];

export function metricOf(config: MetricConfig, lateness: string): Metric {
  return {
    name: config.name,
    from: config.from,
    where: parseWhere(config.where),
    key: config.key,
    size: parseSpan(config.window),
    offset: parseSpan(config.offset ?? "0s"),
    lateness: parseSpan(config.lateness ?? lateness),
    ...parseValue(config.value),
  };
}

export function metricsOf(config: Config): Metric[] {
  return config.metrics.map((one) => metricOf(one, config.lateness));
}

/** Tumbling windows of all metrics. */
export class Windows {
  private readonly metrics: Map<string, Metric>;
  private readonly open: Map<string, Open>;

  constructor(metrics: Metric[], state: WindowState = []) {
    this.metrics = new Map(metrics.map((metric) => [metric.name, metric]));
    const known = state.filter((window) => this.metrics.has(window.metric));
    this.open = new Map(known.map((window) => [idOf(window), structuredClone(window)]));
  }

  /**
   * Counts an event in each metric that wants it. Rows that change windows which were closed already come
   * back at once, with the next `rev`. `late` is true when the event was too late for all metrics that
   * want it.
   */
  add(event: Event, watermark: number): { rows: Row[]; late: boolean } {
    const rows: Row[] = [];
    let wanted = 0;
    let missed = 0;
    for (const metric of this.metrics.values()) {
      const value = metric.field === null ? null : event.body[metric.field] ?? null;
      const key = event.body[metric.key] ?? null;
      if (metric.from !== event.type || !metric.where(event.body) || key === null) continue;
      if (metric.field !== null && value === null) continue;
      wanted += 1;
      const start = Math.floor((event.at - metric.offset) / metric.size) * metric.size + metric.offset;
      if (watermark >= start + metric.size + metric.lateness) {
        missed += 1;
        continue;
      }
      const window = this.window(metric, String(key), start);
      add(window.held, event, value);
      if (watermark >= start + metric.size) rows.push(this.row(metric, window));
    }
    return { rows, late: wanted > 0 && missed === wanted };
  }

  /** The rows of windows that the watermark closes, by end, metric and key; forgets what is past its lateness. */
  close(watermark: number): Row[] {
    const rows: Row[] = [];
    for (const window of this.ordered()) {
      const metric = this.metrics.get(window.metric)!;
      const end = window.start + metric.size;
      if (watermark >= end && window.rev === null) rows.push(this.row(metric, window));
      if (watermark >= end + metric.lateness) this.open.delete(idOf(window));
    }
    return rows;
  }

  get state(): WindowState {
    return structuredClone(this.ordered());
  }

  private window(metric: Metric, key: string, start: number): Open {
    const fresh: Open = { metric: metric.name, key, start, rev: null, held: empty(metric.kind) };
    const id = idOf(fresh);
    if (!this.open.has(id)) this.open.set(id, fresh);
    return this.open.get(id)!;
  }

  private row(metric: Metric, window: Open): Row {
    window.rev = window.rev === null ? 0 : window.rev + 1;
    const end = window.start + metric.size;
    return {
      metric: metric.name,
      key: window.key,
      start: showTime(window.start),
      end: showTime(end),
      value: result(metric.kind, window.held),
      n: window.held.n,
      rev: window.rev,
    };
  }

  private ordered(): Open[] {
    const end = (window: Open) => window.start + this.metrics.get(window.metric)!.size;
    return [...this.open.values()].sort((a, b) => end(a) - end(b) || (idOf(a) < idOf(b) ? -1 : 1));
  }
}

function idOf(window: { metric: string; key: string; start: number }): string {
  return `${window.metric}|${window.key}|${window.start}`;
}
