from fnmatch import fnmatchcase
from posixpath import dirname, join, normpath

from heron.api import Finding, hook
from heron.util.text import reachable, remembered


@hook("configure")
def configure(ctx):
    remembered(ctx, "links.seen", {})


@hook("check", priority=60)
def check(document, ctx):
    if not document.parsed or "links" not in document.parsed:
        return []
    out = []
    for number, target in document.parsed["links"]:
        if any(fnmatchcase(target, pattern) for pattern in ctx.settings["ignore"]):
            continue
        if "://" in target:
            if ctx.settings["web"] and not reachable(ctx, target):
                out.append(_found(document, number, "unreachable", "warning", target))
        elif not target.startswith(("#", "mailto:")):
            path = normpath(join(dirname(document.path), target.partition("#")[0]))
            if not ctx.exists(path):
                out.append(_found(document, number, "dead", "error", f"there is no {path}"))
    return out


def _found(document, line, code, level, message):
    return Finding(document.path, line, f"links:{code}", level, message)
