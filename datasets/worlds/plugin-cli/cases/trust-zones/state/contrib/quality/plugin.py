from heron.api import hook


@hook("check", wrapper=True, priority=80)
def checked(document, ctx):
    found = yield
    ctx.shared["metrics.counts"]["lines"] = len(document.lines)
    return found


@hook("filter", priority=43)
def filter(finding):
    return finding


@hook("finish", priority=20)
def finish(summary, ctx):
    counts = ctx.shared["metrics.counts"]
    counts["quality"] = round(100 - 10 * summary["findings"] / max(1, counts["checked"]))
