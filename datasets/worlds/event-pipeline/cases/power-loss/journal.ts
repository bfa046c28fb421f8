/** A disk as a journal: every change is written down, and what may be left is played from it. */
class Disk implements Files {
  last = Infinity;
  private done = 0;
  private readonly start: Map<string, Node>;
  private live: Map<string, Node>;
  private log: { folder: string; changes: Change[] }[] = [];

  constructor(given: Map<string, string> = new Map()) {
    this.start = new Map([...given].map(([path, text]) => [path, { text, safe: text, floor: text.length }]));
    this.live = new Map(this.start);
  }

  private change(path: string, ...changes: Change[]): void {
    this.log.push({ folder: path.split("/")[0], changes });
    for (const one of changes) apply(this.live, one);
  }

  private tick(): void {
    if (this.done === this.last) throw new PowerLoss();
    this.done += 1;
  }

  private set(path: string, how: (text: string) => string, floor = Infinity): void {
    this.tick();
    if (!this.live.has(path)) this.change(path, { path, node: { text: "", safe: "", floor: 0 } });
    const node = this.live.get(path)!;
    node.text = how(node.text);
    node.floor = Math.min(node.floor, floor, node.text.length);
  }

  read(path: string) {
    return this.live.get(path)?.text ?? null;
  }
  size(path: string) {
    return Buffer.byteLength(this.read(path) ?? "");
  }
  list(folder: string) {
    return [...this.live.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)).sort();
  }
  write(path: string, text: string) {
    this.set(path, () => text, 0);
  }
  append(path: string, text: string) {
    this.set(path, (before) => before + text);
  }
  truncate(path: string, bytes: number) {
    this.set(path, (before) => Buffer.from(before).subarray(0, bytes).toString());
  }
  rename(from: string, to: string) {
    this.tick();
    this.change(to, { path: to, node: this.live.get(from)! }, { path: from, node: null });
  }
  remove(path: string) {
    this.tick();
    if (this.live.has(path)) this.change(path, { path, node: null });
  }
  sync(path: string) {
    this.tick();
    const node = this.live.get(path)!;
    node.safe = node.text;
    node.floor = node.text.length;
  }
  syncFolder(folder: string) {
    this.tick();
    for (const one of this.log.filter((entry) => entry.folder === folder)) for (const change of one.changes) apply(this.start, change);
    this.log = this.log.filter((entry) => entry.folder !== folder);
  }

  *after(): Generator<Map<string, string>> {
    const folders = [...new Set(this.log.map((entry) => entry.folder))];
    const play = function* (log: { folder: string; changes: Change[] }[], names: Map<string, Node>, rest: string[]): Generator<Map<string, Node>> {
      if (rest.length === 0) return yield names;
      const mine = log.filter((entry) => entry.folder === rest[0]);
      for (let n = 0; n <= mine.length; n += 1) {
        const next = new Map(names);
        for (const entry of mine.slice(0, n)) for (const change of entry.changes) apply(next, change);
        yield* play(log, next, rest.slice(1));
      }
    };
    for (const names of play(this.log, this.start, folders)) {
      for (const how of ["none", "half", "old", "new"]) yield new Map([...names].map(([path, node]) => [path, content(node, how)]));
    }
  }
}

