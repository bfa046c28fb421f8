"""What happens around a handler: identity, limits, idempotency."""

import hashlib
import json
from datetime import timedelta

from shop import db
from shop.clock import parse, stamp
from shop.errors import Conflict, Forbidden, Invalid, TooManyRequests, Unauthorized

_RANK = {"public": 0, "customer": 1, "staff": 2, "admin": 3}


def identify(ctx, request):
    """Return the context of the caller. SHOP_TOKENS is `token:role:actor[:customer id]`, …"""
    header = request.headers.get("authorization", "")
    if not header:
        return ctx.acting("anonymous", "public")
    token = header.removeprefix("Bearer ").strip()
    for entry in filter(None, ctx.settings.tokens.split(",")):
        known, role, actor, *customer = entry.strip().split(":")
        if known == token:
            return ctx.acting(actor, role, int(customer[0]) if customer else None)
    raise Unauthorized("unknown token")


def authorize(ctx, route):
    if _RANK[ctx.role] < _RANK[route.role]:
        if ctx.role == "public":
            raise Unauthorized("a token is needed")
        raise Forbidden(f"{route.role} only")


class Limiter:
    """Counts requests by actor, bucket and minute."""

    def __init__(self, limits):
        self._limits, self._counts = limits, {}

    def check(self, actor, bucket, now):
        minute = now.replace(second=0)
        self._counts = {k: n for k, n in self._counts.items() if k[2] == minute}
        key = (actor, bucket, minute)
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > self._limits[bucket]:
            raise TooManyRequests(f"more than {self._limits[bucket]} a minute", bucket=bucket)


def once(ctx, request, act):
    """Do `act` once for an Idempotency-Key, and give its first answer again after that.

    Errors are not kept: the caller may try again. Raises Conflict for a key with another request.
    """
    key = request.headers.get("idempotency-key", "")
    if not key:
        raise Invalid("the header Idempotency-Key is missing", field="Idempotency-Key")
    digest = _digest(request)
    with db.transaction(ctx.conn):
        _forget(ctx)
        known = db.one(
            ctx.conn, "SELECT * FROM idempotency WHERE key = ? AND actor = ?", key, ctx.actor
        )
        if known and known["request"] != digest:
            raise Conflict("this Idempotency-Key was used for another request")
        if known:
            return known["status"], json.loads(known["body"])
        status, body = act()
        ctx.conn.execute(
            "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?)",
            (key, ctx.actor, digest, status, json.dumps(body), stamp(ctx.clock.now())),
        )
    return status, body


def _forget(ctx):
    oldest = ctx.clock.now() - timedelta(hours=ctx.settings.idempotency_hours)
    ctx.conn.execute("DELETE FROM idempotency WHERE created_at < ?", (stamp(oldest),))


def _digest(request):
    text = b"\n".join((request.method.encode(), request.path.encode(), request.body))
    return hashlib.sha256(text).hexdigest()


def age_minutes(ctx, text):
    """Return how many minutes ago a stored moment was."""
    return (ctx.clock.now() - parse(text)).total_seconds() / 60
