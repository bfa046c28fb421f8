import assert from "node:assert/strict";
import { test } from "node:test";
import { openBoard } from "../src/app.ts";
import { flagsOf } from "../src/flags/flags.ts";
import { escape, safeUrl } from "../src/render/escape.ts";
import { html } from "../src/render/html.ts";
import { checklist, markdown } from "../src/render/markdown.ts";
import { renderBoard } from "../src/render/board.ts";
import { renderStatus } from "../src/render/status.ts";
import { options, small } from "./support.ts";

const view = { locale: "en", today: "2025-10-01", flags: flagsOf(null), open: ["c1"], folded: ["done"], filter: null };

test("values are escaped, safe ones are not", () => {
  assert.equal(html`<b>${"<"}${html`<i>`}${null}${[1, "&"]}</b>`.markup, "<b>&lt;<i>1&amp;</b>");
  assert.equal(escape(`"'`), "&quot;&#39;");
});

test("links that are not safe stay text", () => {
  assert.equal(safeUrl("java\nscript:x"), null);
  assert.equal(safeUrl("//evil.example.com"), null);
  assert.match(markdown("[a](javascript:x)").markup, /^<p>\[a\]/);
  assert.equal(markdown("[a](https://example.com/?a=1&b=2)").markup, '<p><a href="https://example.com/?a=1&amp;b=2" rel="noopener">a</a></p>');
});

test("a little markdown", () => {
  assert.equal(markdown("**a** *b* `<c>`\n\n- x\n- y").markup, "<p><strong>a</strong> <em>b</em> <code>&lt;c&gt;</code></p><ul><li>x</li><li>y</li></ul>");
  assert.deepEqual(checklist("- [x] a\n- [ ] b\n* [X] c"), { done: 2, count: 3 });
});

test("a board", () => {
  const page = renderBoard(small(), view);
  assert.match(page, /<h1>Mill &amp; Sons &lt;autumn&gt;<\/h1>/);
  assert.match(page, /<small>2 cards<\/small>/);
  assert.match(page, /<small>2\/3<\/small><progress value="67" max="100">67% done<\/progress>/);
  assert.match(page, /<span class="due" title="2025-10-04">due in 3 days<\/span><span class="points">3 pts<\/span><span class="steps">1 of 2 steps<\/span><span class="person">@mia<\/span>/);
  assert.match(page, /<span class="due is-late">overdue<\/span>/);
});

test("a filtered board in German", () => {
  const page = renderBoard(small(), { ...view, locale: "de", filter: "shop" });
  assert.match(page, /<p class="hidden">„shop“ verbirgt 3 Karten<\/p>/);
  assert.match(page, /<p>Nothing here yet<\/p>/);
});

test("a tenant without markdown", () => {
  const page = renderBoard(small(), { ...view, flags: flagsOf("northwind") });
  assert.match(page, /<pre class="body">From \*\*Hale\*\*/);
});

test("the status line", () => {
  assert.equal(renderStatus("en", 0, []), "<footer></footer>");
  const lost = [{ entry: { cid: 1, by: "ada", action: { type: "card/remove", id: "c1" } }, code: "limit" }] as const;
  assert.equal(renderStatus("en", 2, [...lost]), '<footer><span>2 changes wait</span><span role="alert">#1 was lost: The column is full.</span></footer>');
});

test("help lists keys with their commands", () => {
  assert.match(openBoard(small(), options).help(), /<kbd>ctrl\+shift\+z<\/kbd><\/td><td>edit.redo</);
});
