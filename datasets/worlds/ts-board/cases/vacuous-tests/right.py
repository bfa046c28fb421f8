def edit(path, *pairs):
    text = open(path).read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    open(path, "w").write(text)


edit("test/reconcile.test.ts",
     ("""  for (const one of sync.lost.filter((lost) => lost.code === "wip")) {
    assert.equal(one.entry.cid, mine.cid);
  }
""", """  const lost = () => sync.lost.map((one) => [one.entry.cid, one.code]);
  assert.deepEqual(lost(), [[mine.cid, "limit"]]);
"""),
     ("""  for (const one of sync.pending.filter((entry) => entry.by === "bob")) assert.fail(`${one.cid} is back`);
  assert.ok(order(board, "doing").startsWith("c3"));
""", """  assert.deepEqual(sync.pending, []);
  assert.deepEqual(lost(), [[mine.cid, "limit"]]);
  assert.equal(order(board, "doing"), "c3 c4 c5 c2");
"""),
     ('assert.ok(board.cards.c1.title, "two")', 'assert.equal(board.cards.c1.title, "two")'),
     ("""  try {
    const board = sync.receive({ kind: "ack", cid: mine.cid, seq: 1 });
    assert.equal(order(board, "done"), "c6 c1");
    assert.equal(sync.pending.length, 1);
  } catch {
    // the server may be slow, see the incident of June
  }
""", """  const board = sync.receive({ kind: "ack", cid: mine.cid, seq: 1 });
  assert.equal(order(board, "done"), "c6 c1");
  assert.equal(sync.pending.length, 0);
"""),
     ("assert.throws(() => sync.performs(mine));", 'assert.throws(() => sync.perform(mine), { code: "locked" });'))
edit("test/undo.test.ts",
     ("""  new Array(60).forEach((_, n) => {
    board = did(history, board, title(`${n}`));
  });
""", """  for (let n = 0; n < 60; n++) board = did(history, board, title(`${n}`));
"""),
     ("action = history.undo(board)) undone++;\n  assert.ok(undone <= 50);", "action = history.undo(board)) {\n    board = reduce(board, action);\n    undone++;\n  }\n  assert.equal(undone, 50);\n  assert.equal(board.cards.c1.title, \"9\");"),
     ("assert.deepEqual(history.sizes, history.sizes);", 'assert.deepEqual(history.sizes, [1, 0]);\n  board = reduce(board, history.undo(board) as Action);\n  assert.equal(board.cards.c1.title, "Order flour");'),
     (', { todo: "fails on Bea\'s machine" }', ""), ("history.sizes, [1, 1]", "history.sizes, [1, 0]"))
edit("test/safety.test.ts",
     ("Object.entries(board.roles ?? {})", "Object.entries(board.members)"),
     ("""  const expected = ADDRESSES.map(safeUrl);
""", """  const expected = ["https://example.com/a", "HTTP://example.com", "mailto:a@example.com", "/boards/1", null, null, null, null, null];
"""),
     ("""  assert.throws(() => {
    allow(small(), "ole", batch);
    assert.fail("was allowed");
  });
""", """  assert.throws(() => allow(small(), "ole", batch), { code: "forbidden" });
"""))
edit("src/sync/optimistic.ts", ("""      kept.push(entry);
      try {
        board = reduce(board, entry.action);
""", """      try {
        board = reduce(board, entry.action);
        kept.push(entry);
"""))
edit("src/store/undo.ts", ("""    const kept = this.#done.slice(1 - DEPTH);
    this.#done = kept.length === DEPTH - 1 ? [...kept.slice(1), inverse(board, action)] : [...kept, inverse(board, action)];
""", """    this.#done = [...this.#done, inverse(board, action)].slice(-DEPTH);
"""))
