const { renderBoard } = await import("./src/render/board.ts");
const { renderHelp } = await import("./src/render/help.ts");
const { openBoard } = await import("./src/app.ts");
const { flagsOf } = await import("./src/flags/flags.ts");
const { readFileSync } = await import("node:fs");
const tried = (f) => {
  try {
    return f();
  } catch (error) {
    return [error.constructor.name];
  }
};
const make = () => {
  const board = JSON.parse(readFileSync("test/fixtures/small.json", "utf8"));
  Object.assign(board.cards.c2, { due: "2025-10-01", assignee: "jo-ann li", body: "- [ ] **x**" });
  Object.assign(board.cards.c4, { due: "2025-10-02", body: "<y>" });
  board.columns[2].limit = 7;
  return board;
};
const out = { pages: [], asked: [], help: [], tenants: {}, keys: [] };
const sets = [[], ["markdown"], ["column.collapse"], ["oldHelp", "markdown"], ["markdown", "column.collapse", "oldHelp", "wireThree"]];
for (const on of sets) {
  const asked = new Set();
  const flags = { on: (name) => (asked.add(name), on.includes(name)) };
  for (const [locale, filter] of [["en", null], ["de-AT", "shop"], ["pl", "none"]]) {
    const view = { locale, today: "2025-10-01", flags, open: ["c1", "c4"], folded: ["done", "doing"], filter };
    out.pages.push(tried(() => renderBoard(make(), view)));
    out.help.push(tried(() => renderHelp(new Map([["x", { name: "select.toggle", run: () => ({}) }]]), view)));
  }
  out.asked.push([...asked].sort());
}
for (const tenant of [null, "northwind", "lindqvist", "atelier"]) {
  out.tenants[tenant] = tried(() => {
    const app = openBoard(make(), { user: "ada", locale: "en", tenant, platform: "pc", today: "2025-10-01" });
    app.choose({ focus: "c2" });
    return [app.html(), app.help().length, ["markdown", "oldHelp", "column.collapse", "wireThree"].map((name) => flagsOf(tenant).on(name))];
  });
}
out.unknown = ["compactCards", "dueBadge", "avatars", "column.progress", "column.stripes"].map((name) => [null, "atelier", "lindqvist"].map((tenant) => tried(() => flagsOf(tenant).on(name))));
console.log(JSON.stringify(out));
