const { text, keys } = await import("./src/i18n/catalog.ts");
const { renderStatus } = await import("./src/render/status.ts");
const { openBoard } = await import("./src/app.ts");
const locales = ["en", "de", "de-AT", "de-CH", "fr", "pl", "pt", "pt-BR", "nl"];
const args = {
  "board.cards": [0, 1, 2, 5, 12, 22, 1000, 12345].map((count) => ({ count })),
  "board.hidden": [0, 1, 3, 5, 1234, 101].flatMap((count) => ["50%s {x}", "l'été #1"].map((filter) => ({ count, filter }))),
  "column.full": [{ column: "A'{b}'", limit: 1500 }, { column: "#", limit: 0 }],
  "column.count": [{ count: 1200, limit: 30000 }],
  "card.due.in": [0, 1, 2, 3, 5, 14, 21, 23, 1000].map((count) => ({ count })),
  "card.moved": [{ title: "{title}", from: "%s", to: "'to'" }],
  "card.points": [{ points: 8 }, { points: 1300 }],
  "card.by": [{ user: "mia", date: "2025-10-01" }],
  "help.template": [{ example: "42" }],
  "queue.waiting": [0, 1, 2, 7, 22, 1500].map((count) => ({ count })),
  "queue.lost": [0, 1, 2, 5, 12000].map((count) => ({ count, reason: "{count} #%d 'x'" })),
  progress: [{ percent: 0 }, { percent: 100 }],
  "board.empty": [{}], "card.overdue": [{}], "card.locked": [{}],
  "card.checklist": [{ done: 1, count: 1 }, { done: 2, count: 1500 }],
  "said.move": [1, 3, 5, 1234].map((count) => ({ title: "t", column: "c", count })),
  "no.such.key": [{}],
};
const out = { texts: {}, keys: {} };
for (const locale of locales) {
  for (const [key, all] of Object.entries(args)) out.texts[`${locale} ${key}`] = all.map((one) => text(locale, key, one));
}
for (const locale of locales) out.keys[locale] = keys(locale).map((key) => key.replace(/_(zero|one|few|many|other)$/, (end) => `!${end}`)).sort();
const { readFileSync } = await import("node:fs");
const board = JSON.parse(readFileSync("test/fixtures/small.json", "utf8"));
const lost = [1, 2].map((cid) => ({ code: "limit", entry: { cid, by: "x", action: { type: "card/remove", id: "c1" } } }));
out.pages = locales.map((locale) => {
  const app = openBoard(board, { user: "ada", locale, tenant: null, platform: "pc", today: "2025-10-01" });
  app.choose({ focus: "c1", filter: "shop" });
  return [app.html(), app.help(), renderStatus(locale, 3, lost)];
});
console.log(JSON.stringify(out));
