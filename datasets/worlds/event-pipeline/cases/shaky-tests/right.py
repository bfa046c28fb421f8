def cut(path, *pairs):
    text = open(path).read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    open(path, "w").write(text)


cut("src/io/files.ts", ("fs.readdirSync(full(folder)) :", "fs.readdirSync(full(folder)).sort() :"))
cut("src/report/report.ts", ("[...keys].sort((a, b) => a.localeCompare(b))", "[...keys].sort()"))
cut("src/io/watch.ts",
    ("const known = new Map<string, Set<string>>();\n\n", ""),
    ("  private stopped = false;\n", "  private readonly known = new Set<string>();\n  private stopped = false;\n"),
    ("    if (!known.has(folder)) known.set(folder, new Set());\n", ""),
    ("    const before = new Set(known.get(this.folder));\n", ""),
    (".test(name));\n    const fresh", ".test(name)).sort();\n    const fresh"),
    ("!before.has(name)", "!this.known.has(name)"),
    ("known.get(this.folder)!.add(name)", "this.known.add(name)"))
cut("test/watch.test.ts",
    ("import { mkdirSync, rmSync, writeFileSync }", "import { mkdtempSync, renameSync, rmSync, writeFileSync }"),
    ('import { setTimeout as sleep } from "node:timers/promises";\n', ""),
    ('''const folder = () => {
  const place = `${tmpdir()}/estuary-${Math.floor(Math.random() * 50)}`;
  mkdirSync(place, { recursive: true });
  return place;
};
''', '''const SOON = { timeout: 5000 };
const folder = () => mkdtempSync(`${tmpdir()}/estuary-`);
'''),
    ('''their order", async () => {''', '''their order", SOON, async () => {'''),
    ('''  const watch = new Watch(place, 5);
  const told: string[] = [];
  watch.next().then((names) => told.push(...names));
  add(place, "000002.seg", "000001.seg", "000003.seg.tmp");
  await sleep(15);
  assert.deepEqual(told, ["000001.seg", "000002.seg"]);
''', '''  const other = `${place}/later`;
  const watch = new Watch(place, 5);
  const told = watch.next();
  add(place, "000007.seg");
  assert.deepEqual(await told, ["000007.seg"]);
  add(place, "000002.seg", "000001.seg", "000003.seg.tmp");
  const all = await watch.next();
  while (all.length < 2) all.push(...(await watch.next()));
  assert.deepEqual([...all].sort(), ["000001.seg", "000002.seg"]);
  const fresh = new Watch(place, 5);
  assert.deepEqual(await fresh.next(), ["000001.seg", "000002.seg", "000007.seg"]);
  fresh.stop();
'''.replace("  const other = `${place}/later`;\n", "")),
    ('''again", async () => {
  const place = `${tmpdir()}/estuary-segments`;
  mkdirSync(place, { recursive: true });
''', '''again", SOON, async () => {
  const place = folder();
'''),
    ('''other", async () => {''', '''other", SOON, async () => {'''),
    ('''  const both = Promise.all([a.next(), b.next()]);
  await sleep(10);
  add(place, "000001.seg");
  assert.deepEqual(await both, [["000001.seg"], ["000001.seg"]]);
''', '''  add(place, "000001.seg");
  assert.deepEqual(await a.next(), ["000001.seg"]);
  assert.deepEqual(await b.next(), ["000001.seg"]);
  const both = Promise.all([a.next(), b.next()]);
  add(place, "000002.seg");
  assert.deepEqual(await both, [["000002.seg"], ["000002.seg"]]);
'''),
    ('''nothing", () => {''', '''nothing", SOON, async () => {'''),
    ('''  assert.rejects(watch.next(), Stopped);
  watch.stop();
  add(place, "000001.seg");
  assert.rejects(watch.next(), Stopped);
''', '''  const waiting = assert.rejects(watch.next(), Stopped);
  watch.stop();
  add(place, "000001.seg");
  await waiting;
  await assert.rejects(watch.next(), Stopped);
'''))
cut("test/watch.test.ts", ("mkdtempSync, renameSync, rmSync", "mkdtempSync, rmSync"))
cut("test/segments.test.ts",
    ("import { mkdirSync, rmSync,", "import { mkdirSync, mkdtempSync, rmSync,"),
    ("const root = `${tmpdir()}/estuary-segments`;", "const root = mkdtempSync(`${tmpdir()}/estuary-`);"),
    ("  const now = new Date();\n", ""),
    ("`${now.toISOString()}\\tnothing\\n`", '"2025-10-31T23:59:59Z\\tnothing\\n2025-11-01T00:00:00Z\\tnothing\\n"'),
    ("[`${new Date().toISOString().slice(0, 10)}.jsonl`]", '["2025-10-31.jsonl", "2025-11-01.jsonl"]'))
cut("test/numbers.test.ts",
    ("[...keys].sort((a, b) => a.localeCompare(b))", '["10", "9", "Zz", "a-b", "aa", "ab", "z", "Å"]'),
    ('''  const wanted = [new Date(2025, 10, 1, 8, 0), new Date(2025, 10, 1, 8, 15)].map((at) => at.toISOString().replace(".000", ""));
''', ""),
    ("row.start), wanted)", 'row.start), ["2025-11-01T08:00:00Z", "2025-11-01T08:15:00Z"])'),
    ('''    return rows(files, "boardings").map((row) => [row.start, row.value, row.n]);
''', '''    const last = new Map(rows(files, "boardings").map((row) => [row.start, [row.value, row.n]]));
    return [...last].sort();
'''),
    ('''  const shuffled = [...lines].sort(() => Math.random() - 0.2);
  assert.deepEqual(seen(shuffled), seen(lines));
''', '''  const wanted = [["2025-11-01T08:00:00Z", [6, 3]], ["2025-11-01T08:15:00Z", [15, 3]]];
  assert.deepEqual(seen(lines), wanted);
  for (const order of [[5, 4, 3, 2, 1, 0], [3, 0, 4, 1, 5, 2], [2, 5, 0, 3, 1, 4]]) assert.deepEqual(seen(order.map((n) => lines[n])), wanted);
'''))
