"""The headers that are passed on: to the provider without the caller's secrets, and back."""

import re
from collections.abc import Iterable

Headers = list[tuple[str, str]]
_MOST_CHARS = 200  # chosen: proxies refuse heads of more than some KB in all
# Of one hop alone (RFC 9110, 7.6.1), or made again here.
_NOT_UP = frozenset(
    {
        *("host", "content-length", "connection", "keep-alive", "proxy-authenticate", "te"),
        *("trailer", "transfer-encoding", "upgrade", "expect", "accept-encoding"),
        *("cookie", "x-auto-routing-hop"),
        *("forwarded", "via", "x-real-ip", "true-client-ip", "x-client-ip", "x-cluster-client-ip"),
    }
)
# What names the caller or its place is known by the kind of its name: the last or any part of it.
_LAST = r"authorization|api-?key|token|assertion|(client|remote|real)-?(ip|addr|address)"
_ANY = r"auth|authenticated|forwarded|external-address|client-principal|oidc|mtls"
_PRIVATE = re.compile(
    rf"(.*-)?({_LAST})|(.*-)?({_ANY})(-.*)?|((x-)?remote|x-amzn-trace|cf|fly|x-azure|x-envoy)-.*"
)
_NOT_DOWN = frozenset(
    {
        *(b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"trailer"),
        *(b"set-cookie", b"proxy-authenticate", b"content-length"),
    }
)


def without(headers: Headers, key: str) -> Headers:
    """Return the headers but for those that are the caller's key, by whatever name."""
    return [(n, v) for n, v in headers if not key or v.rpartition(" ")[2] != key]


def up(headers: Headers, key: str) -> Headers:
    """Return the headers to the provider: the caller's, which have lower-case names, without what
    names the caller or its place, and with the provider's key.
    """
    kept = [(n, v) for n, v in headers if n not in _NOT_UP and not _PRIVATE.fullmatch(n)]
    ours = [("authorization", f"Bearer {key}"), ("x-api-key", key), ("x-auto-routing-hop", "1")]
    return [*kept, *ours]


def down(raw: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers to the client: the provider's, but those of one hop. The body is sent in
    chunks, so that a length is not among them.
    """
    named = ((name.lower(), value) for name, value in raw)
    return [(name, value) for name, value in named if name not in _NOT_DOWN]


def safe(value: str) -> bytes:
    """Return a text as a header may hold it: printable ASCII, and not more than others take."""
    cut = value if len(value) <= _MOST_CHARS else f"{value[: _MOST_CHARS - 3]}..."
    return "".join(c if " " <= c <= "~" else "?" for c in cut).encode()
