def change(path, *pairs):
    text = open(path).read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    open(path, "w").write(text)


change("src/config/check.ts",
    ("  window: string;\n", "  window?: string;\n  session?: string;\n  atLeast?: number;\n"),
    ('    span(metric.window, `metrics: ${metric.name}: window`);\n', '    borders(metric);\n'),
    ('function span(', '''/** Either windows or sessions, and what goes with them. */
function borders(metric: any): void {
  const name = `metrics: ${metric.name}`;
  if ((metric.window === undefined) === (metric.session === undefined)) throw new Misuse(`${name}: either window or session`);
  if (metric.window !== undefined) {
    if (metric.atLeast !== undefined) throw new Misuse(`${name}: atLeast: only with session`);
    return span(metric.window, `${name}: window`);
  }
  span(metric.session, `${name}: session`);
  for (const one of ["offset", "alert"]) if (metric[one] !== undefined) throw new Misuse(`${name}: ${one}: not with session`);
  const least = metric.atLeast ?? 1;
  if (!Number.isInteger(least) || least < 1) throw new Misuse(`${name}: atLeast: a whole number from 1`);
}

function span('''))
change("src/stages/aggregate.ts",
    ('export function result(', '''/** What two have together. */
export function merge(a: Held, b: Held): Held {
  const of = (pick: (...all: number[]) => number, x: number | null, y: number | null) => (x === null ? y : y === null ? x : pick(x, y));
  const [x, y] = [a.last, b.last];
  const later = !x || (y && (y.at > x.at || (y.at === x.at && y.id > x.id))) ? y : x;
  const distinct = a.distinct && b.distinct ? [...new Set([...a.distinct, ...b.distinct])] : null;
  return { n: a.n + b.n, sum: a.sum + b.sum, min: of(Math.min, a.min, b.min), max: of(Math.max, a.max, b.max), last: later, distinct };
}

export function result('''))
change("src/stages/windows.ts",
    ('import { parseWhere } from "./where.ts";\n', 'import { parseWhere } from "./where.ts";\nimport { endOf, Sessions, type Session } from "./sessions.ts";\n'),
    ("  size: number;\n", "  size: number;\n  session: number | null;\n  atLeast: number;\n"),
    ("export type WindowState = Open[];", "export type WindowState = (Open | Session)[];"),
    ("    size: parseSpan(config.window),\n", "    size: parseSpan(config.window ?? \"0s\"),\n    session: config.session === undefined ? null : parseSpan(config.session),\n    atLeast: config.atLeast ?? 1,\n"),
    ("/** Tumbling windows of all metrics. */", "/** Tumbling windows and sessions of all metrics. */"),
    ("  private readonly open: Map<string, Open>;\n", "  private readonly open: Map<string, Open>;\n  private readonly sessions: Sessions;\n"),
    ("    this.open = new Map(known.map((window) => [idOf(window), structuredClone(window)]));\n", '''    const fits = (one: Open | Session) => "last" in one === (this.metrics.get(one.metric)!.session !== null);
    const [sessions, windows] = [true, false].map((wanted) => known.filter((one) => fits(one) && "last" in one === wanted));
    this.open = new Map((windows as Open[]).map((window) => [idOf(window), structuredClone(window)]));
    this.sessions = new Sessions(sessions as Session[]);
'''),
    ("      wanted += 1;\n", '''      wanted += 1;
      if (metric.session !== null) {
        const found = this.sessions.add(metric, String(key), event, value, watermark);
        if (found) rows.push(...found);
        else missed += 1;
        continue;
      }
'''),
    ('''      const metric = this.metrics.get(window.metric)!;
      const end = window.start + metric.size;
''', '''      const metric = this.metrics.get(window.metric)!;
      if ("last" in window) {
        rows.push(...this.sessions.close(metric, window, watermark));
        if (watermark >= endOf(metric, window) + metric.lateness) this.sessions.forget(window);
        continue;
      }
      const end = window.start + metric.size;
'''),
    ('''  private ordered(): Open[] {
    const end = (window: Open) => window.start + this.metrics.get(window.metric)!.size;
    return [...this.open.values()].sort(''', '''  private ordered(): WindowState {
    const size = (one: Open | Session) => this.metrics.get(one.metric)!;
    const end = (one: Open | Session) => ("last" in one ? endOf(size(one), one) : one.start + size(one).size);
    return [...this.open.values(), ...this.sessions.all].sort('''),
)
change("src/stages/alerts.ts", ("return parseSpan(rule.window);", 'return parseSpan(rule.window ?? "0s");'))
change("docs/metrics.md", ("| `window`, `offset`, `lateness` |", "| `session`, `atLeast` | instead of `window`: the gap between sessions, see windows.md; sessions with fewer events have no row |\n| `window`, `offset`, `lateness` |"))
text = open("docs/proposals/sessions.md").read()
open("docs/windows.md", "a").write("\n" + text.replace("# Sessions\n\nAccepted 2025-11-10 by Wen, Ingrid.", "## Sessions\n"))
