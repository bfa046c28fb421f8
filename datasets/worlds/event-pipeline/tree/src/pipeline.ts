import type { Config } from "./config/check.ts";
import type { Draft, Event, Row } from "./types.ts";
import type { Files } from "./io/files.ts";
import { merged, type Line } from "./io/segments.ts";
import { Refused } from "./errors.ts";
import { parseSpan } from "./time.ts";
import { readerOf, type Reader } from "./sources/registry.ts";
import { Registry } from "./schema/registry.ts";
import { enrich, type Places } from "./stages/enrich.ts";
import { Dedupe } from "./stages/dedupe.ts";
import { Watermark } from "./stages/watermark.ts";
import { metricsOf, Windows } from "./stages/windows.ts";
import { Alerts } from "./stages/alerts.ts";
import { Checkpoints, type State } from "./state/checkpoint.ts";
import { deadPath, letter } from "./state/dead.ts";
import { Outputs } from "./sinks/outputs.ts";

export interface Options {
  /** Lines that arrived later are left for the next run. */
  until?: number;
  /** Closes all windows at the end, as if all sources had gone on. */
  drain?: boolean;
}

/** Reads what is new, and leaves outputs, dead letters and a checkpoint. See docs/pipeline.md. */
export class Pipeline {
  private readonly config: Config;
  private readonly files: Files;
  private readonly places: Places;
  private readonly registry = new Registry();
  private readonly readers = new Map<string, Reader>();
  private readonly checkpoints: Checkpoints;
  private readonly outputs: Outputs;
  private readonly future: number;
  private readonly state: State;
  private readonly dedupe: Dedupe;
  private readonly watermark: Watermark;
  private readonly windows: Windows;
  private readonly alerts: Alerts;

  constructor(config: Config, files: Files, places: Places) {
    this.config = config;
    this.files = files;
    this.places = places;
    const enabled = Object.entries(config.sources).filter(([, source]) => source.enabled);
    for (const [name, source] of enabled) this.readers.set(name, readerOf(source.reader));
    this.checkpoints = new Checkpoints(files, config.checkpoint.keep);
    this.outputs = new Outputs(files);
    this.future = parseSpan(config.future);
    this.state = this.checkpoints.load()?.state ?? fresh();
    this.outputs.rewind(this.state.lengths);
    const disorder = enabled.map(([name, source]) => [name, parseSpan(source.disorder)]);
    this.watermark = new Watermark(Object.fromEntries(disorder), parseSpan(config.idleAfter), this.state.watermark);
    this.dedupe = new Dedupe(parseSpan(config.dedupe.horizon), this.state.dedupe);
    this.windows = new Windows(metricsOf(config), this.state.windows);
    this.alerts = new Alerts(config.metrics, this.state.alerts);
  }

  /** Returns how often what happened, in this run. */
  run(options: Options = {}): Record<string, number> {
    const before = { ...this.state.counts };
    let waiting = 0;
    for (const line of merged(this.files, [...this.readers.keys()], this.state.positions)) {
      if (options.until !== undefined && line.seen > options.until) break;
      this.take(line);
      waiting += 1;
      if (waiting % this.config.checkpoint.every === 0) this.save();
    }
    if (options.drain) this.emit(this.windows.close(Infinity));
    this.save();
    return difference(before, this.state.counts);
  }

  private take(line: Line): void {
    this.count("lines");
    this.state.seen = Math.max(this.state.seen, line.seen);
    this.state.positions[line.source] = { segment: line.segment, line: line.line };
    for (const draft of this.drafts(line)) this.event(line, draft);
    const watermark = this.watermark.at(this.state.seen);
    this.emit(this.windows.close(watermark));
    this.dedupe.forget(watermark);
  }

  private drafts(line: Line): Draft[] {
    try {
      if (line.broken) throw new Refused("unreadable", "no time of arrival");
      return this.readers.get(line.source)!(line);
    } catch (error) {
      this.refuse(line, error, null);
      this.watermark.note(line.source, line.seen, null);
      return [];
    }
  }

  private event(line: Line, draft: Draft): void {
    try {
      const accepted = this.registry.accept(draft);
      if (draft.at > line.seen + this.future) throw new Refused("future", `${draft.at - line.seen} ms ahead`);
      const seen = this.dedupe.look(line.source, accepted);
      if (seen === "other" && this.config.dedupe.conflicts === "dead") throw new Refused("conflict", "same id, other body");
      this.watermark.note(line.source, line.seen, draft.at);
      if (seen !== "new") return this.count("duplicates");
      const event: Event = { ...enrich(accepted, this.places), source: line.source, seen: line.seen };
      const { rows, late } = this.windows.add(event, this.watermark.at(this.state.seen));
      if (late) throw new Refused("too_late", "all windows are past their lateness");
      this.count("events");
      this.emit(rows);
    } catch (error) {
      this.refuse(line, error, draft.id);
    }
  }

  private refuse(line: Line, error: unknown, id: string | null): void {
    if (!(error instanceof Refused)) throw error;
    const one = letter(line, error.reason, error.message, id);
    this.outputs.line(deadPath(one), one);
    this.count(`dead.${error.reason}`);
  }

  private emit(rows: Row[]): void {
    for (const row of rows) {
      this.outputs.line(`out/${row.metric}.jsonl`, row);
      this.count("rows");
      for (const alert of this.alerts.look(row)) this.outputs.line("out/alerts.jsonl", alert);
    }
  }

  private save(): void {
    this.state.lengths = this.outputs.flush();
    this.state.watermark = this.watermark.state;
    this.state.dedupe = this.dedupe.state;
    this.state.windows = this.windows.state;
    this.state.alerts = this.alerts.state;
    this.checkpoints.save(this.state);
  }

  private count(name: string): void {
    this.state.counts[name] = (this.state.counts[name] ?? 0) + 1;
  }
}

function fresh(): State {
  const watermark = { value: null, sources: {} };
  return { positions: {}, seen: 0, watermark, dedupe: {}, windows: [], alerts: {}, lengths: {}, counts: {} };
}

function difference(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const entries = Object.entries(after).map(([name, n]) => [name, n - (before[name] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
