"""Mail to customers. The transport is given by the host program; without one, mails are dropped."""

from collections.abc import Callable
from typing import Any

from millrace.errors import Permanent, Throttled
from millrace.handlers.outbox import Outbox

transport: Callable[[str, str], int] | None = None
outbox = Outbox()


def send(payload: dict[str, Any], context: Any) -> None:
    to, text = payload.get("to", ""), payload.get("text", "")
    if "@" not in to:
        raise Permanent(f"not an address: {to!r}")
    if context.lost.is_set() or outbox.has(context.job_id, to):
        return
    code = transport(to, text) if transport else 250
    if code == 421:
        raise Throttled(30_000)
    if code >= 500:
        raise Permanent(f"refused with {code}")
    if code >= 400:
        raise ConnectionError(f"answered {code}")
    outbox.add(context.job_id, to)
