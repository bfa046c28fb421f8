"""What Paylane sends to us."""

import json

from shop import refunds
from shop.errors import Invalid, Unauthorized
from shop.webhooks import signing


def receive(ctx, header, body):
    """Check and apply an event of Paylane; events that we do not know are accepted and ignored."""
    secrets = [s for s in (ctx.env.get("PAYLANE_HOOK_SECRET"), ctx.env.get("PAYLANE_HOOK_SECRET_OLD")) if s]
    try:
        signing.verify(secrets, header, body, int(ctx.clock.now().timestamp()))
    except signing.BadSignature as error:
        raise Unauthorized(str(error)) from None
    try:
        event = json.loads(body)
        kind, data = event["type"], event["data"]
    except (ValueError, KeyError, TypeError):
        raise Invalid("not an event") from None
    if kind in ("refund.succeeded", "refund.failed"):
        ok = kind == "refund.succeeded"
        return refunds.finish(ctx, int(data["reference"]), ok, data["id"])
    return False
