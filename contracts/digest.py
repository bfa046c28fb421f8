"""Short fingerprints of data."""

import hashlib
import json


def digest_of(value: object) -> str:
    """Return the first 16 hex digits of SHA-256 over canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
