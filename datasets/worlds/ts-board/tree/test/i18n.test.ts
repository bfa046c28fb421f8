import assert from "node:assert/strict";
import { test } from "node:test";
import { text } from "../src/i18n/catalog.ts";
import { chain } from "../src/i18n/locales.ts";
import { format, parse } from "../src/i18n/message.ts";
import { category, grouped } from "../src/i18n/plural.ts";

test("chains of locales", () => {
  assert.deepEqual(chain("de-AT"), ["de-AT", "de", "en"]);
  assert.deepEqual(chain("pt-BR"), ["pt-BR", "pt", "fr", "en"]);
  assert.deepEqual(chain("de-CH"), ["de", "en"]);
  assert.deepEqual(chain("xx"), ["en"]);
});

test("plural forms", () => {
  assert.deepEqual([0, 1, 2, 5, 12, 22, 112].map((n) => category("pl", n)), ["many", "one", "few", "many", "many", "few", "many"]);
  assert.deepEqual([0, 1, 2].map((n) => category("fr", n)), ["one", "one", "other"]);
});

test("groups of digits", () => {
  assert.equal(grouped("en", 1234567), "1,234,567");
  assert.equal(grouped("pl", 1234), "1234");
  assert.equal(grouped("de-AT", -12345), "-12.345");
});

test("quotes and forms of a message", () => {
  assert.equal(format("fr", "l'été d''or '{x}' # {a}", { a: "<1>" }), "l'été d'or {x} # <1>");
  const source = "{n, plural, =0 {none} one {'#' {who}} other {# of {who}}}";
  assert.deepEqual([0, 1, 1500].map((n) => format("en", source, { n, who: "us" })), ["none", "# us", "1,500 of us"]);
  assert.equal(format("en", "{a}"), "{a}");
  for (const bad of ["{", "}", "{n, plural, one {x}}", "'{x"]) assert.throws(() => parse(bad), SyntaxError);
});

test("the first locale that has a message", () => {
  assert.equal(text("de-AT", "card.overdue"), "überzogen");
  assert.equal(text("de-AT", "card.locked"), "gesperrt");
  assert.equal(text("pt-BR", "card.overdue"), "vencido");
  assert.equal(text("pt-BR", "card.due.in", { count: 1 }), "em 1 dias");
  assert.equal(text("pl", "nothing"), "nothing");
});

test("old messages", () => {
  assert.equal(text("pl", "board.hidden", { count: 3, filter: "x" }), "„x” ukrywa 3 karty");
  assert.equal(text("en", "progress", { percent: 40 }), "40% done");
  assert.equal(text("de", "column.count", { count: 2, limit: 3 }), "2 von 3");
  assert.equal(text("de", "board.cards", { count: 0 }), "keine Karten");
});
