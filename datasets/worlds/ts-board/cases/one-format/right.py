import json
import os
import re
import shutil

ARGUMENTS = {
    "board.cards": ["count"], "board.hidden": ["count", "filter"], "column.full": ["column", "limit"], "column.count": ["count", "limit"],
    "card.due.in": ["count"], "card.moved": ["title", "from", "to"], "card.points": ["points"], "card.by": ["user", "date"],
    "help.template": ["example"], "queue.waiting": ["count"], "queue.lost": ["count", "reason"], "progress": ["percent"],
}
CATEGORIES = {"en": ["one"], "de": ["one"], "fr": ["one"], "pt": ["one"], "pl": ["one", "few", "many"]}
FORM = re.compile(r"_(zero|one|few|many|other)$")


def load(path):
    return json.load(open(path, encoding="utf-8")) if os.path.exists(path) else {}


def converted(key, source, inside):
    names, count, out = ARGUMENTS.get(key, []), 0, []
    pieces = re.split(r"(%(?:\d\$)?[sd%])", source)
    for piece in pieces:
        if piece == "%%":
            out.append("%")
        elif re.fullmatch(r"%(?:\d\$)?[sd]", piece):
            if "$" in piece:
                name = names[int(piece[1]) - 1]
            else:
                name, count = names[count], count + 1
            out.append("{" + name + "}")
        else:
            text = piece.replace("'", "''")
            out.append(re.sub(r"[{}#]" if inside else r"[{}]", lambda m: "'" + m.group() + "'", text))
    return re.sub(r"([{}#])''([{}#])", r"\1''\2", "".join(out))


def merged(locale):
    old, new = load(f"locales/legacy/{locale}.json"), load(f"locales/{locale}.json")
    further = load("locales/legacy/de.json") if locale == "de-AT" else load("locales/legacy/en.json")
    forms = {}
    for name, source in old.items():
        key = FORM.sub("", name)
        forms.setdefault(key, {})[FORM.search(name).group(1) if FORM.search(name) else ""] = source
    for key, found in forms.items():
        if key in new:
            continue
        if "" in found:
            new[key] = converted(key, found[""], False)
            continue
        parts = []
        if "zero" in found:
            parts.append("=0 {" + converted(key, found["zero"], True) + "}")
        for category in CATEGORIES[locale.split("-")[0]]:
            if category in found:
                parts.append(category + " {" + converted(key, found[category], True) + "}")
        other = found.get("other") or found.get("many") or further[key + "_other"]
        parts.append("other {" + converted(key, other, True) + "}")
        new[key] = "{" + ARGUMENTS[key][0] + ", plural, " + " ".join(parts) + "}"
    return new


for locale in ("en", "de", "de-AT", "fr", "pl", "pt", "pt-BR"):
    result = merged(locale)
    with open(f"locales/{locale}.json", "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=2)
        file.write("\n")
shutil.rmtree("locales/legacy")
os.remove("src/i18n/legacy.ts")


def edit(path, *pairs):
    text = open(path, encoding="utf-8").read()
    for old, new in pairs:
        assert text.count(old) == 1, (path, old)
        text = text.replace(old, new)
    open(path, "w", encoding="utf-8").write(text)


edit("src/i18n/catalog.ts", ('import { legacyFormat, legacySource } from "./legacy.ts";\n', ""),
     ("    const old = legacySource(one, key, args);\n    if (old !== undefined) return legacyFormat(key, old, args);\n", ""))
edit("tools/check-messages.ts", ('import { legacyKeys } from "../src/i18n/legacy.ts";\n', ""), ("new Set([...keys(locale), ...legacyKeys(locale).map(plain)])", "new Set(keys(locale))"),
     ('/** A key without the plural suffix of the old catalogues. */\nconst plain = (key: string): string => key.replace(/_(zero|one|few|many|other)$/, "");\n\n', ""))
doc = open("docs/i18n.md", encoding="utf-8").read()
open("docs/i18n.md", "w", encoding="utf-8").write(doc[: doc.index("## The old format")].rstrip() + "\n")
edit("docs/adr/0005-one-format-of-messages.md", ("accepted, half done (said.*, error.* and new messages are in the present format).", "accepted, done."))
