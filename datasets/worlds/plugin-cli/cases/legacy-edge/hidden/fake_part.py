body = NEW + '''
HOOKS = [("check", "look", {}), ("check", "wrap", {"priority": 60, "wrapper": True}), ("filter", "pick", {"priority": 1, "before": ("suppress",)}), ("finish", "early", {"priority": 70}), ("finish", "late", {"priority": 5, "last": True})]
MANIFEST = {"on_error": "stop", "volatile": False, "version": "9.9.9", "reads": ("core.jobs",)}


def look(document, ctx):
    if "fail" in document.text:
        raise ValueError("no")
    return [Finding(document.path, 1, "old:ab123", "note", str(sorted(ctx.settings.items())))]


def wrap():
    found = yield
    return found[::-1]


def pick(finding):
    return None if finding.code == "whitespace:end" else finding


def early(summary, ctx):
    ctx.log(f"early {sorted(summary)}")


def late(ctx):
    ctx.log("late")
'''
NEWER = NEW + '\n@hook("finish", priority=30)\ndef finish(ctx):\n    ctx.log("newer")\n'
files = {"a.md": "# A \n", **plugin("old", body, "1", defaults='{ x-y = 1 }', on_error='"skip"', volatile="true"), **plugin("newer", NEWER), **plugin("older", body.replace('"priority": 5', '"priority": 6'), "1")}
r = tree(["old", "newer", "older"], files, '[plugins.priorities]\n"old.check" = 95\nolder = 3\n')
show(cli(r, "check", "--stats", "--trace", str(TOP / "trace")), (TOP / "trace").read_text(), cli(r, "check", "--stats"), cli(r, "check", "--stats", "-s", "core.jobs=2"))
for h in ("check", "filter", "finish"):
    code, out, err = cli(r, "hooks", h)
    show([code, [line for line in out.splitlines() if "(wrapper)" not in line], err])
(r / "b.md").write_text("fail\n")
show(cli(r, "check"))
show(cli(tree(["none"], {"a.md": "# A\n", **plugin("none", "", "1")}), "check"))
