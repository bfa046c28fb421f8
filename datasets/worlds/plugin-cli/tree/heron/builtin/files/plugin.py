from heron.api import hook
from heron.util.globs import matches, matching


@hook("collect")
def collect(root, ctx):
    paths = matching(root, ctx.settings["core.include"])
    return [path for path in paths if not matches(path, ctx.settings["core.exclude"])]
