from heron.api import hook
from heron.util.text import reachable


@hook("finish", priority=65)
def finish(summary, ctx):
    rows = ctx.shared.get("acme.audit.rows", ())
    key = ctx.secret("portal-key")
    if not reachable(ctx, f"https://portal.example.com/{ctx.settings['page']}?n={len(rows)}&k={key}"):
        ctx.log("the portal does not answer")
