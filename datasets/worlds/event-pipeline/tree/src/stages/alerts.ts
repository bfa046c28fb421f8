import type { Row } from "../types.ts";
import type { MetricConfig } from "../config/check.ts";
import { parseSpan, parseTime } from "../time.ts";

export interface Alert {
  alert: string;
  key: string;
  since: string;
  at: string;
  value: number;
}

export type AlertState = Record<string, { end: number; since: string; count: number }>;

/** An alert is raised when a metric is above its limit in so many windows in a row, once for each run of them. */
export class Alerts {
  private readonly rules: Map<string, MetricConfig>;
  private readonly runs: AlertState;

  constructor(metrics: MetricConfig[], state: AlertState = {}) {
    this.rules = new Map(metrics.filter((one) => one.alert).map((one) => [one.name, one]));
    this.runs = structuredClone(state);
  }

  /** Looks at the first row of a window; corrections raise nothing and take nothing back. */
  look(row: Row): Alert[] {
    const rule = this.rules.get(row.metric);
    if (!rule || row.rev > 0) return [];
    const id = `${row.metric}|${row.key}`;
    const [start, end] = [parseTime(row.start), parseTime(row.end)];
    if (row.value === null || row.value <= rule.alert!.above) {
      delete this.runs[id];
      return [];
    }
    const before = this.runs[id];
    const goesOn = before !== undefined && before.end === start;
    const run = goesOn ? { end, since: before.since, count: before.count + 1 } : { end, since: row.start, count: 1 };
    this.runs[id] = run;
    if (run.count !== rule.alert!.windows) return [];
    return [{ alert: row.metric, key: row.key, since: run.since, at: row.end, value: row.value }];
  }

  get state(): AlertState {
    return structuredClone(this.runs);
  }
}

export function windowOf(rule: MetricConfig): number {
  return parseSpan(rule.window);
}
