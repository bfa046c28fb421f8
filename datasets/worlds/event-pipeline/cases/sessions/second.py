def change(path, *pairs):
    text = open(path).read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    open(path, "w").write(text)


change("src/config/check.ts",
    ("  window: string;\n", "  window: string;\n  session?: string;\n  atLeast?: number;\n"),
    ('    span(metric.window, `metrics: ${metric.name}: window`);\n', '''    const wrong = shape(metric);
    if (wrong) throw new Misuse(`metrics: ${metric.name}: ${wrong}`);
    span(metric.window ?? metric.session, `metrics: ${metric.name}: ${metric.window === undefined ? "session" : "window"}`);
'''),
    ('function span(', '''function shape(metric: any): string | null {
  const both = ["window", "session"].filter((name) => name in metric);
  if (both.length !== 1) return "needs window or session, and not both";
  const bad = (both[0] === "session" ? ["offset", "alert"] : ["atLeast"]).find((name) => name in metric);
  if (bad) return `${bad} does not go with ${both[0]}`;
  return metric.atLeast === undefined || (Number.isInteger(metric.atLeast) && metric.atLeast > 0) ? null : "atLeast";
}

function span('''))
change("src/stages/windows.ts",
    ('import { parseWhere } from "./where.ts";\n', 'import { parseWhere } from "./where.ts";\nimport { Spans, type Due, type SpanState } from "./spans.ts";\n'),
    ("  size: number;\n", "  size: number;\n  session: number | null;\n  atLeast: number;\n"),
    ("    size: parseSpan(config.window),\n", "    size: config.window ? parseSpan(config.window) : 0,\n    session: config.session ? parseSpan(config.session) : null,\n    atLeast: config.atLeast ?? 1,\n"),
    ("  private readonly open: Map<string, Open>;\n", "  private readonly open: Map<string, Open>;\n  readonly spans: Spans;\n"),
    ("(metrics: Metric[], state: WindowState = []) {", "(metrics: Metric[], state: WindowState = [], spans: SpanState = {}) {"),
    ("    const known = state", "    this.spans = new Spans(spans);\n    const known = state"),
    ("      const start = Math.floor", '''      if (metric.session !== null) {
        const found = this.spans.add(metric, String(key), event, value, watermark);
        rows.push(...(found ?? []));
        missed += found ? 0 : 1;
        continue;
      }
      const start = Math.floor'''),
    ("    const rows: Row[] = [];\n    for (const window of this.ordered()) {", "    const rows: Due[] = [...this.metrics.values()].filter((one) => one.session !== null).flatMap((one) => this.spans.close(one, watermark));\n    for (const window of this.ordered()) {"),
    ("window.rev === null) rows.push(this.row(metric, window));", "window.rev === null) rows.push({ end, id: idOf(window), row: this.row(metric, window) });"),
    ("      if (watermark >= end + metric.lateness) this.open.delete(idOf(window));\n    }\n    return rows;", "      if (watermark >= end + metric.lateness) this.open.delete(idOf(window));\n    }\n    return rows.sort((a, b) => a.end - b.end || (a.id < b.id ? -1 : 1)).map((one) => one.row);"),
)
change("src/pipeline.ts",
    ("new Windows(metricsOf(config), this.state.windows)", "new Windows(metricsOf(config), this.state.windows, this.state.spans)"),
    ("    this.state.windows = this.windows.state;\n", "    this.state.windows = this.windows.state;\n    this.state.spans = structuredClone(this.windows.spans.state);\n"),
)
change("src/state/checkpoint.ts", ("  alerts: AlertState;\n", "  alerts: AlertState;\n  spans?: SpanState;\n"), ('import { digest }', 'import type { SpanState } from "../stages/spans.ts";\nimport { digest }'))
