"""Make the opaque state that vendors put into answers, and tell it from that of others."""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from local.provider.catalogue import SimulatedModel
from local.provider.reply import Reply

# Of this process alone: what another one made is foreign.
_KEY = secrets.token_bytes(32)


def thought(model: SimulatedModel, reply: Reply) -> str:
    """Return what a model of a thinking vendor thinks before its reply, else an empty text."""
    if model.vendor in (None, "mistralai"):
        return ""
    digest = hashlib.sha256(json.dumps([reply.text, reply.args]).encode()).hexdigest()[:8]
    step = f"a call of {reply.tool}" if reply.tool else "an answer"
    return f"Simulated thinking of {model.id}: {step} comes next ({digest})."


def signature(vendor: str, text: str) -> str:
    """Return a signature of a text, the same one each time."""
    made = hmac.digest(_KEY, f"{vendor}:{text}".encode(errors="replace"), "sha256")
    return urlsafe_b64encode(made).decode()


def signed(vendor: str, text: Any, given: Any) -> bool:
    """Return whether the vendor's models of this process signed the text."""
    if not isinstance(text, str) or not isinstance(given, str):
        return False
    return hmac.compare_digest(signature(vendor, text).encode(), given.encode(errors="replace"))


def sealed(vendor: str, text: str) -> str:
    """Return a text that only its vendor can read; here it is signed, not encrypted."""
    return f"{urlsafe_b64encode(text.encode()).decode()}.{signature(vendor, text)}"


def unsealed(vendor: str, given: Any) -> bool:
    """Return whether the vendor's models of this process sealed it."""
    head, dot, mark = given.partition(".") if isinstance(given, str) else ("", "", "")
    try:
        text = urlsafe_b64decode(head).decode()
    except ValueError:
        return False
    return bool(dot) and signed(vendor, text, mark)
