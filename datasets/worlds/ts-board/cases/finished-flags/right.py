import json
import os
import re

GONE = ["compactCards", "dueBadge", "avatars", "column.progress", "column.stripes"]


def edit(path, *pairs):
    text = open(path, encoding="utf-8").read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    open(path, "w", encoding="utf-8").write(text)


text = open("config/flags.json").read()
for name in GONE:
    text = re.sub(r'  "%s": .*\n' % re.escape(name), "", text)
open("config/flags.json", "w").write(text)
doc = open("docs/flags.md").read()
for name in GONE:
    doc = re.sub(r"\| %s \|.*\n" % re.escape(name), "", doc)
open("docs/flags.md", "w").write(doc)
edit("config/tenants/lindqvist.json", (', "dueBadge": true', ""))
edit("config/tenants/atelier.json", (' "flags": { "column.progress": true, "avatars": false },', ' "flags": {},'))
edit("src/render/card.ts", ('import { avatar } from "./avatar.ts";\n', ""), ("view: View, index: number): Safe", "view: View): Safe"),
     ('["card", view.flags.on("compactCards") ? "card-compact" : "card-wide"]', '["card", "card-compact"]'),
     ('  if (view.flags.on("column.stripes") && index % 2 === 1) classes.push("is-dark");\n', ""),
     ('(view.flags.on("compactCards") && !view.open.includes(card.id))', "!view.open.includes(card.id)"),
     ('  if (!view.flags.on("dueBadge")) return html`<span class="due">${card.due}</span>`;\n', ""),
     ("person(card, view),", "person(card),"), ("function person(card: Card, view: View)", "function person(card: Card)"),
     ('view.flags.on("avatars") ? avatar(card.assignee) : html', "html"))
edit("src/render/board.ts", ('part("collapse", view)', 'view.flags.on("column.collapse")'), ("cards.map((card, n) => renderCard(card, view, n))", "cards.map((card) => renderCard(card, view))"),
     ('part("progress", view) && bar(', "bar("), ('''/** Is the part of a column, flag `column.<name>`, switched on? */
function part(name: string, view: View): boolean {
  return view.flags.on(`column.${name}`);
}

''', ""))
os.remove("src/render/avatar.ts")
