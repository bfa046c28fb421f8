const { Optimistic } = await import("./src/sync/optimistic.ts");
const { History } = await import("./src/store/undo.ts");
const { reduce } = await import("./src/store/reducer.ts");
const { readFileSync } = await import("node:fs");
const small = () => JSON.parse(readFileSync("test/fixtures/small.json", "utf8"));
const out = [];
const sync = new Optimistic(small());
const e = (cid, action) => ({ cid, by: "ada", action });
sync.perform(e(1, { type: "card/add", id: "n", columnId: "todo", title: "n" }));
sync.perform(e(2, { type: "card/edit", id: "n", patch: { points: 2 } }));
sync.perform(e(3, { type: "card/move", id: "c2", columnId: "doing", before: null }));
sync.receive({ kind: "apply", seq: 1, action: { type: "card/move", id: "c6", columnId: "doing", before: null } });
sync.view();
sync.receive({ kind: "reject", cid: 1, seq: 2, code: "limit" });
sync.view();
let board = sync.receive({ kind: "apply", seq: 3, action: { type: "column/limit", id: "doing", limit: null } });
out.push([sync.lost.map((l) => [l.entry.cid, l.code]), sync.pending.length, board.cards.c2.columnId, Object.keys(board.cards).length]);
for (const count of [3, 49, 50, 51, 120]) {
  const history = new History();
  board = small();
  for (let n = 0; n < count; n++) {
    const action = { type: "card/edit", id: "c1", patch: { title: `t${n}` } };
    history.push(board, action);
    board = reduce(board, action);
  }
  const sizes = [...history.sizes];
  for (let a = history.undo(board); a; a = history.undo(board)) board = reduce(board, a);
  const title = board.cards.c1.title;
  for (let a = history.redo(board); a; a = history.redo(board)) board = reduce(board, a);
  out.push([sizes, title, board.cards.c1.title, history.sizes]);
}
console.log(JSON.stringify(out));
