# what ADR 6 changes: numbers of APIs
r = tree([], {"a.md": "# A\n", **plugin("third", "", "3")})
show(cli(r, "check"), cli(r, "check", "-s", 'plugins.enabled=["third"]'), cli(r, "hooks", "check", "-s", 'plugins.enabled=["third"]'))
for api in ("0", "-1", '"1"', "true", "2.0", ""):
    show(cli(tree([], {"a.md": "# A\n", **plugin("bad", "", api)}), "check"))
# a further API
third = '''
from dataclasses import replace
from heron.plugins.apis import Adapted, AdaptedHook
def adapt(manifest, module, settings):
    return Adapted(replace(manifest, on_error="disable"), [AdaptedHook("check", module.look, before=("links",), after=("whitespace",)), AdaptedHook("check", module.around, 7, (), (), True)])
def shown(code):
    return code + "!"
'''
(TOP / "lib").mkdir()
(TOP / "lib/third_api.py").write_text(third)


def more():
    from heron.plugins import apis
    sys.path.insert(0, str(TOP / "lib"))
    apis.ADAPTERS[3] = "third_api"
    apis.ADAPTERS[9] = "not.there"


body = NEW + '''
def look(document, ctx):
    if document.path == "b.md":
        raise ValueError(sorted(ctx.settings.items()))
    return [Finding(document.path, 0, "third:ab123", "note", str(sorted(ctx.settings.items())))]


def around(document):
    found = yield
    return [*found, Finding(document.path, 0, "third:around", "note", str(len(found)))]
'''
files = {"a.md": "# A\n", "b.md": "# B\n", "c.md": "# C\n", **plugin("third", body, "3", reads='["core.jobs"]', defaults='{ a-b = 1 }'), **plugin("nine", "", "9")}
r = tree(["third"], files)
show(cli(r, "check", before=more), cli(r, "check", "-f", "json", before=more), cli(r, "hooks", "check", before=more), cli(r, "check", "-s", 'plugins.enabled=["nine"]', before=more))
