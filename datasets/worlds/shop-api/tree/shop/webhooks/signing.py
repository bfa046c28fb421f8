"""Signatures of webhooks, ours and the payment provider's.

Scheme v2, since 2.8: HMAC-SHA256 over `<timestamp>.<body>`, sent as `t=<timestamp>,v2=<hex>`.
"""

import hashlib
import hmac

TOLERANCE_S = 300


class BadSignature(Exception):
    pass


def sign(secret, timestamp, body):
    """Return the value of the header X-Shop-Signature. `body` is bytes, `timestamp` in seconds."""
    return f"t={timestamp},v2={_mac(secret, timestamp, body)}"


def verify(secrets, header, body, now):
    """Check a header against several secrets, so that they can be rotated. Raises BadSignature."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name.strip() == "t"]
    given = [value for name, _, value in parts if name.strip() == "v2"]
    if len(times) != 1 or not times[0].isdigit() or not given:
        raise BadSignature("the header is malformed")
    if abs(now - int(times[0])) > TOLERANCE_S:
        raise BadSignature("the timestamp is too far away")
    right = [_mac(secret, int(times[0]), body) for secret in secrets]
    if not any(hmac.compare_digest(r, g.strip()) for r in right for g in given):
        raise BadSignature("no signature fits")


def _mac(secret, timestamp, body):
    signed = str(timestamp).encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
