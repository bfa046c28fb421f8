DOCS = {"a.md": "# A\n\nseperate `adress` TODO \nDOC-1 recieve TODO \n", "b.md": "# B\n\n### C\n\nadd-on [x](no.md)\n", "c.csv": "a,b\n1\n", "glossary.csv": "avoid,use\nadd-on,plugin\n"}
r = tree(["spelling", "glossary", "ticket-links", "acme.severity", "metrics"], DOCS, '[spelling]\nextra-words = ["add-on"]\n[ticket-links]\nquiet = ["whitespace:end", "spelling:sp001"]\n', (CONTRIB,))
for args in (("check",), ("check", "-f", "json"), ("check", "-f", "csv", "-s", "plugins.priorities.spelling=95"), ("check", "-s", "report.group-by=plugin"), ("plugins", "list"), *(("hooks", h) for h in HOOKS)):
    show(cli(r, *args))
show(cli(r, "check", "--trace", str(TOP / "trace")), (TOP / "trace").read_text())
WATCH = OLD + """
import json
class Watch(LegacyPlugin):
    order = 30
    def __init__(self):
        self.order = ORDER
    def setup(self, options):
        self.log = [sorted(options.items())]
        options.clear()
    def visit(self, path, text):
        self.log.append(["visit", path, len(text)])
        if path == "b.md":
            raise ValueError("no")
        if path == "c.csv":
            return None
        return [(0, "WA001", "one"), (2, "wb002", "two", "info"), (99, "WC003", "three", "err"), (-1, "Wd", "four", "warning"), (1, "WE1234", "five", "odd" if path == "odd.md" else "note")]
    def accept(self, code, path, line):
        self.log.append(["accept", code, path, line])
        return "" if code == "watch:wb002" else 1
    def end(self, stats):
        self.log.append(stats)
        open(OUT, "w").write(json.dumps(self.log))
"""
for order, more in ((30, ""), (70, '[plugins.priorities]\nwatch = 5\n"watch.check" = 99\n'), (50, '[plugins]\nx = 1\n')):
    code = WATCH.replace("ORDER", str(order)).replace("OUT", repr(str(TOP / "log.json")))
    first = NEW + '\n@hook("check", priority=50, before=["watch"])\ndef check(document):\n    return [Finding(document.path, 1, "first:ab123", "note", "m")]\n\n\n@hook("filter", priority=1, after=["watch", "threshold"])\ndef filter(finding):\n    return finding\n\n\n@hook("finish")\ndef finish(summary):\n    pass\n'
    files = {**DOCS, **plugin("watch", code, "1", defaults='{ to-do = [1], language = "own", a-b-c = "x" }', on_error='"stop"', reads='["core.jobs", "links.*"]', volatile="false"),
             **plugin("first", first), **plugin("late", OLD + "class Late(LegacyPlugin):\n    def end(self, stats):\n        pass\n    def visit(self, path, text):\n        return []\n", "1")}
    if order == 50:
        more = ""
    r = tree(["late", "watch", "first"], files, more)
    show(cli(r, "check", "-f", "json", "--trace", str(TOP / "trace")), (TOP / "trace").read_text(), json.loads((TOP / "log.json").read_text()))
    show(cli(r, "check", "--stats"), *(cli(r, "hooks", h) for h in ("configure", "check", "filter", "finish")))
for body in ("x = 1\n", OLD, OLD + "class A(LegacyPlugin):\n    pass\nclass B(A):\n    pass\n", "raise ValueError('no')\n"):
    show(cli(tree(["odd"], {"a.md": "# A\n", **plugin("odd", body, "1")}), "check"))
show(cli(tree(["none"], {"a.md": "# A\n", **plugin("none", OLD + "class A(LegacyPlugin):\n    pass\n", "1")}), "check"))
codes = NEW + '\n@hook("check")\ndef check(document):\n    return [Finding(document.path, 1, c, "note", "m") for c in ("x:ab123", "x.y-z:abc999", "x:ab1234", "x:AB123", "x:a123", "ab123", "x:y:ab123")]\n'
r = tree(["two"], {"a.md": "# A\n", **plugin("two", codes)})
show(cli(r, "check"), cli(r, "check", "-f", "json"))
