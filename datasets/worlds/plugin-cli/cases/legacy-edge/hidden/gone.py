DOCS = {"a.md": "# A\n\nadd-on\n", "b.md": "# B\n\n### C\n\n[x](no.md)\n", "glossary.csv": "avoid,use\nadd-on,plugin\n", "owners.csv": "pattern,owner\nb.md,bo\n"}
r = tree(["glossary", "acme.severity", "owners", "metrics", "acme.review"], DOCS, "", (CONTRIB,))
for args in (("check",), ("check", "-f", "junit"), ("check", "--stats", "--min-level", "warning"), ("plugins", "list"), ("config", "get", "glossary.level"), ("cache", "size"), ("baseline", "write"), ("baseline", "show"), *(("hooks", h) for h in HOOKS)):
    show(cli(r, *args))
show(cli(r, "check", "-s", 'plugins.enabled=["glossary", "spelling"]'), cli(r, "hooks", "check", "-s", 'plugins.enabled=["ticket-links"]'))
codes = NEW + '\n@hook("check")\ndef check(document):\n    return [Finding(document.path, 1, c, "note", "m") for c in ("x:ab123", "links:dead")]\n'
show(cli(tree(["two"], {"a.md": "# A\n", **plugin("two", codes), **plugin("old", "import heron.legacy.api\n", "1")}), "check"))
