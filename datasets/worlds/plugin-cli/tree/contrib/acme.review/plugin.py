from heron.api import hook
from heron.util.globs import matches
from heron.util.text import remembered


@hook("filter", priority=25, after=["acme.severity"])
def lift(finding, document, ctx):
    if finding.level == "warning" and matches(document.path, ctx.settings["release"]):
        return finding.at("error")
    return finding


@hook("review", priority=20)
def count(findings, ctx):
    blockers = [f for f in findings if f.level == "error"]
    remembered(ctx, "acme.review.blockers", len(blockers))
    return findings


@hook("finish")
def finish(summary, ctx):
    if ctx.settings["report"]:
        blockers = ctx.shared["acme.review.blockers"]
        ctx.write(ctx.settings["report"], f"{blockers} blockers in {summary['documents']} documents\n")
