from heron.api import hook
from heron.util.globs import matches


def owner_of(path, ctx):
    rows = ctx.shared.get("owners.rows", [])
    return next((owner for pattern, owner in rows if matches(path, [pattern])), "-")


@hook("configure", priority=40)
def configure(ctx):
    ctx.shared[f"{ctx.plugin}.rows"] = []


@hook("filter", priority=45)
def note(finding, ctx):
    ctx.shared[f"{ctx.plugin}.rows"].append((finding.code, owner_of(finding.path, ctx)))
    return finding


@hook("finish", priority=70)
def finish(ctx):
    rows = ctx.shared[f"{ctx.plugin}.rows"]
    ctx.write(ctx.settings["path"], "".join(f"{code} {owner}\n" for code, owner in rows))
