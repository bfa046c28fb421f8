from heron.api import LEVELS, hook


@hook("filter", priority=40)
def threshold(finding, ctx):
    least = LEVELS.index(ctx.settings["core.min-level"])
    return finding if LEVELS.index(finding.level) >= least else None
