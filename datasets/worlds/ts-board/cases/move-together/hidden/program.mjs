const { reduce } = await import("./src/store/reducer.ts");
const { inverse } = await import("./src/store/inverse.ts");
const { createStore } = await import("./src/store/store.ts");
const { guard } = await import("./src/store/middleware.ts");
const { encode, decode } = await import("./src/sync/wire.ts");
const { coalesce } = await import("./src/sync/coalesce.ts");
const { text } = await import("./src/i18n/catalog.ts");
const { openBoard } = await import("./src/app.ts");
const out = {};
const tried = (f) => {
  try {
    return f();
  } catch (error) {
    return [error.constructor.name, error.code ?? null];
  }
};
const seen = (b) => b.columns.map((w) => Object.values(b.cards).filter((c) => c.columnId === w.id).sort((x, y) => x.pos - y.pos || (x.id < y.id ? -1 : 1)).map((c) => c.id).join(" ")).join(" | ");
const make = () => {
  const cards = {};
  const lay = (columnId, ids, more = {}) => ids.forEach((id, n) => (cards[id] = { id, title: "T" + id, body: "", columnId, pos: n + 1, labels: [], assignee: null, due: null, points: null, locked: false, archived: false, ...(more[id] ?? {}) }));
  lay("p", ["a", "b", "c", "d", "e"], { b: { assignee: "ole" }, d: { assignee: "ole" }, c: { archived: true } });
  lay("q", ["f", "g", "h"], { g: { archived: true }, f: { assignee: "ole" } });
  lay("r", ["i", "j"], { j: { locked: true } });
  return { id: "z", title: "Z", columns: [{ id: "p", title: "P", limit: null }, { id: "q", title: "Q", limit: 4 }, { id: "r", title: "R", limit: null }], cards, members: { ada: "owner", eli: "editor", ole: "member", gus: "guest" } };
};
const go = (ids, columnId, before = null) => ({ type: "cards/move", ids, columnId, before });
const moves = [
  [["e", "a"], "q"], [["e", "a"], "q", "f"], [["d", "h", "b"], "q", "g"], [["a", "b", "c"], "q", "h"], [["a", "b", "d"], "q"], [["c", "a", "b"], "q"],
  [["h", "f"], "q"], [["h", "a", "f", "g"], "p", "d"], [["e", "b"], "p", "a"], [["a", "c"], "r", "j"], [["a"], "p", "e"], [["i", "e", "f"], "r", "j"], [["a", "b", "d", "e"], "p"],
  [[], "q"], [["a", "a"], "q"], [["a", "b"], "q", "a"], [["a", "nope"], "q"], [["a"], "nowhere"], [["a"], "q", "i"], [["a", "j"], "p"], [["a", "b", "d", "e"], "q"],
  [["j", "nope"], "q"], [["j", "a", "b", "e"], "q"], [["a", "a", "nope"], "nowhere"],
];
out.moves = moves.map(([ids, w, before]) => tried(() => {
  const board = make();
  const kept = JSON.stringify(board);
  const after = reduce(board, go(ids, w, before));
  return [seen(after), JSON.stringify(board) === kept ? 1 : 0, Object.keys(after.cards).length, after.cards.c.archived];
}));
out.undo = moves.slice(0, 13).map(([ids, w, before]) => tried(() => {
  const board = make();
  const action = go(ids, w, before);
  const after = reduce(board, action);
  const back = inverse(board, action);
  const again = inverse(after, back);
  const undone = reduce(after, back);
  return [seen(undone), seen(reduce(undone, again))];
}));
out.inBatch = tried(() => {
  const board = make();
  const batch = { type: "batch", actions: [go(["e", "a"], "r"), { type: "card/move", id: "f", columnId: "p", before: "b" }, go(["f", "i"], "q", "g")] };
  const after = reduce(board, batch);
  return [seen(after), seen(reduce(after, inverse(board, batch)))];
});
out.who = [["ole", ["b", "d"]], ["ole", ["b", "a"]], ["ole", ["a", "b"]], ["gus", ["b"]], ["eli", ["a", "b"]]].map(([user, ids]) => tried(() => seen(createStore(make(), user, [guard]).dispatch(go(ids, "r")))));
out.whoBatch = tried(() => seen(createStore(make(), "ole", [guard]).dispatch({ type: "batch", actions: [go(["b"], "r"), go(["d", "e"], "r")] })));
const entry = (cid, action, by = "ada") => ({ cid, by, action });
out.wire = [go(["c", "a"], "q"), go(["c", "a"], "q", "h"), { type: "batch", actions: [go(["e"], "r"), go(["b", "d"], "r", "i")] }].flatMap((action) => [2, 3].map((p) => tried(() => encode(entry(7, action), p))));
out.decoded = [[{ cid: 1, by: "x", op: "cn", k: ["b", "a"], w: "q", b: null }, 3], [{ cid: 1, by: "x", op: "cn", k: ["b"], w: "q", b: "f" }, 3], [{ cid: 1, by: "x", op: "cn", k: ["b"], w: "q", b: "" }, 2]].map(([m, p]) => tried(() => decode(m, p)));
out.sameByTwo = moves.slice(0, 4).map(([ids, w, before]) => tried(() => seen(encode(entry(1, go(ids, w, before)), 2).map((m) => decode(m, 2)).reduce((b, a) => reduce(b, a), make()))));
const one = (id, columnId, before = null) => ({ type: "card/move", id, columnId, before });
const queues = [
  [go(["a", "b"], "q"), { type: "card/add", id: "n", columnId: "p", title: "n" }, go(["b", "a"], "r", "i")],
  [go(["a", "b"], "q"), go(["a"], "r")], [go(["a", "b"], "q"), one("a", "r")], [one("a", "r"), go(["a"], "q")],
  [go(["a", "b"], "q", "f"), { type: "card/edit", id: "f", patch: { title: "x" } }, go(["a", "b"], "q", "f")],
  [go(["a", "b"], "q", "f"), { type: "card/edit", id: "f", patch: { title: "x" } }, go(["a", "b"], "q")],
  [go(["a", "b"], "q"), { type: "card/edit", id: "b", patch: { title: "x" } }, go(["a", "b"], "r")],
  [{ type: "card/edit", id: "b", patch: { title: "x" } }, go(["a", "b"], "r"), { type: "card/edit", id: "b", patch: { title: "y" } }],
  [go(["a", "b"], "q"), go(["b", "a"], "p"), go(["a", "b"], "r")],
  [{ type: "card/edit", id: "f", patch: { title: "x" } }, go(["a"], "q", "f"), { type: "card/edit", id: "f", patch: { points: 1 } }],
  [go(["a", "b"], "q"), go(["a", "b", "d"], "r")], [one("a", "q"), one("b", "q"), one("a", "r")],
];
out.queue = queues.map((actions) => tried(() => coalesce(actions.map((action, n) => entry(n + 1, action)))));
out.authors = tried(() => coalesce([entry(1, go(["a"], "q")), entry(2, go(["a"], "r"), "eli")]).map((e) => e.cid));
const numbers = [[1, 1], [2, 5], [5, 2], [12, 22], [22, 12], [0, 0], [1234, 12345], [101, 1], [1, 3]];
out.said = ["en", "de", "de-AT", "fr", "pl", "pt-BR", "nl"].map((l) => numbers.map(([count, total]) => tried(() => text(l, "said.moves", { count, total, column: "{Q}" }))));
const opened = (user, locale, ui, tenant = null) => {
  const app = openBoard(make(), { user, locale, tenant, platform: "pc", today: "2025-10-01" });
  app.choose(ui);
  return app;
};
const plays = [
  ["ada", "pl", { focus: "a", selected: ["e", "f", "b"] }, ["l"]], ["ada", "en", { focus: "f", selected: ["i", "e", "a"] }, ["h"]],
  ["ada", "fr", { focus: "a", selected: ["c", "gone"] }, ["l"]], ["ada", "de", { focus: "a", selected: ["c", "d"] }, ["l"]],
  ["ole", "en", { focus: "a", selected: ["d", "b"] }, ["l"]], ["ole", "en", { focus: "b", selected: ["b", "a"] }, ["l"]], ["ole", "en", { focus: "b", selected: ["c", "zz"] }, ["l"]],
  ["ada", "en", { focus: "i", selected: ["a", "b"] }, ["l"]], ["eli", "en", { focus: "a", selected: ["i", "e"] }, ["l", "ctrl+z", "ctrl+y"]],
  ["eli", "en", { focus: "a", selected: ["i", "e"] }, ["l", "ctrl+z"]], ["ada", "en", { focus: "a", selected: [] }, ["l"]], ["ole", "en", { focus: "a", selected: [] }, ["l"]],
];
out.keys = plays.map(([user, locale, ui, keys]) => tried(() => {
  const app = opened(user, locale, ui);
  const started = app.press(...keys);
  return [started, seen(app.store.board()), app.said[0] ?? null, app.ui().focus, app.ui().selected, app.history.sizes];
}));
out.sent = [null, "northwind"].map((tenant) => tried(() => {
  const app = opened("ada", "en", { focus: "a", selected: ["e", "a"] }, tenant);
  app.press("l", "l");
  return [seen(app.store.board()), app.flush()];
}));
out.full = tried(() => {
  const app = opened("ada", "en", { focus: "a", selected: ["a", "b", "d"] });
  let code = "none";
  try {
    app.press("l");
  } catch (error) {
    code = error.code;
  }
  return [code, seen(app.store.board()), app.flush(), app.said, app.history.sizes];
});
console.log(JSON.stringify(out));
