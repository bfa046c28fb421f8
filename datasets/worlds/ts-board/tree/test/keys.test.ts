import assert from "node:assert/strict";
import { test } from "node:test";
import { openBoard } from "../src/app.ts";
import { keymapOf, type } from "../src/keys/keymap.ts";
import { normal } from "../src/keys/normal.ts";
import { flagsOf } from "../src/flags/flags.ts";
import { options, order, small } from "./support.ts";

const now = { context: "card", board: small(), user: "ada", ui: { focus: "c4", selected: [], filter: null, help: false }, flags: flagsOf(null) };

test("normal forms", () => {
  assert.equal(normal("Shift+Mod+Z", "mac"), "shift+meta+z");
  assert.equal(normal("mod+shift+z", "pc"), "ctrl+shift+z");
  assert.equal(normal("Mod++", "pc"), "ctrl++");
});

test("sequences, and commands that are not ready", () => {
  const map = keymapOf({ platform: "pc", locale: "en", tenant: null });
  assert.deepEqual(type(map, ["d", "d", "g", "h", "f"], now), ["card.drop", "help.toggle"]);
  assert.deepEqual(type(map, ["escape"], { ...now, context: "dialog" }), ["filter.none"]);
  assert.deepEqual(type(map, ["e", "x"], { ...now, user: "ole" }), ["select.toggle"]);
});

test("layers", () => {
  assert.equal(keymapOf({ platform: "mac", locale: "en", tenant: null }).get("card")?.get("e"), undefined);
  assert.equal(keymapOf({ platform: "pc", locale: "de-AT", tenant: "lindqvist" }).get("card")?.get("e"), "card.lock");
});

test("keys move cards, and the move can be undone", () => {
  const app = openBoard(small(), options);
  app.choose({ focus: "c4" });
  assert.deepEqual(app.press("l", "ctrl+z", "ctrl+y"), ["card.right", "edit.undo", "edit.redo"]);
  assert.equal(order(app.store.board(), "done"), "c6 c4");
  assert.deepEqual(app.said, [
    "New sign moved to Done, 2 cards there now",
    "New sign moved to Doing, 2 cards there now",
    "New sign moved to Done, 2 cards there now",
  ]);
  assert.deepEqual(app.flush().map((one) => one.op), ["cm"]);
});
