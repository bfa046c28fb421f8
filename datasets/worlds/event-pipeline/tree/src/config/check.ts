import { Misuse } from "../errors.ts";
import { parseSpan } from "../time.ts";

export interface SourceConfig {
  reader: string;
  disorder: string;
  enabled: boolean;
}

export interface MetricConfig {
  name: string;
  from: string;
  where?: string;
  key: string;
  window: string;
  offset?: string;
  lateness?: string;
  value: string;
  alert?: { above: number; windows: number };
}

export interface Config {
  env: string;
  metricsFile: string;
  sources: Record<string, SourceConfig>;
  idleAfter: string;
  lateness: string;
  future: string;
  dedupe: { horizon: string; conflicts: "dead" | "first" };
  checkpoint: { every: number; keep: number };
  metrics: MetricConfig[];
}

const NAMES = /^[a-z][a-z0-9_]*$/;

/** The configuration, or Misuse that names the setting. */
export function checked(config: any): Config {
  for (const name of ["idleAfter", "lateness", "future"]) span(config[name], name);
  span(config.dedupe?.horizon, "dedupe.horizon");
  if (!["dead", "first"].includes(config.dedupe.conflicts)) throw new Misuse("dedupe.conflicts: dead or first");
  for (const name of ["every", "keep"]) {
    if (!(config.checkpoint?.[name] >= 1)) throw new Misuse(`checkpoint.${name}: at least 1`);
  }
  for (const [name, source] of Object.entries<any>(config.sources)) span(source.disorder, `sources.${name}.disorder`);
  const seen = new Set<string>();
  for (const metric of config.metrics) {
    if (!NAMES.test(metric.name ?? "")) throw new Misuse(`metrics: name: ${metric.name}`);
    if (seen.has(metric.name)) throw new Misuse(`metrics: ${metric.name}: twice`);
    seen.add(metric.name);
    span(metric.window, `metrics: ${metric.name}: window`);
    if (metric.lateness !== undefined) span(metric.lateness, `metrics: ${metric.name}: lateness`);
  }
  return config;
}

function span(value: any, name: string): void {
  try {
    parseSpan(value);
  } catch {
    throw new Misuse(`${name}: no span of time: ${value}`);
  }
}
