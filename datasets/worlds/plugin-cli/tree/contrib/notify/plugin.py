from heron.api import hook
from heron.util.text import reachable


@hook("finish", priority=60)
def finish(summary, ctx):
    if not ctx.settings["room"]:
        return
    blockers = ctx.shared.get("acme.review.blockers", 0)
    token = ctx.secret("chat-token")
    if not reachable(ctx, f"https://chat.example.com/{ctx.settings['room']}?n={blockers}&t={token}"):
        ctx.log("the room does not answer")
