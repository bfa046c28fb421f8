from fnmatch import fnmatchcase

from heron.api import hook

# Behind most filters, so that it has less to do. Sites that drop by level have to move it with
# plugins.priorities.
LATE = 30


@hook("filter", priority=LATE)
def change(finding, ctx):
    for pattern, level in ctx.settings["levels"].items():
        if fnmatchcase(finding.code, pattern):
            return finding.at(level)
    return finding
