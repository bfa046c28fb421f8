"""Try what a hostile command would ask of the worker task's network. Part of attack_program."""

# ruff: noqa: S310
from __future__ import annotations

import http.client
import os
import socket
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from container.attack_traces import Check

# /proc/net/tcp is in hexadecimal: an address of 127.0.0.0/8 ends in 7F, and 0A is TCP_LISTEN.
_LOOPBACK = "7F"
_LISTENS = "0A"
_REFUSALS = (None, 401, 403, 404)
_SECONDS = 3
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_NAME = "example.com"
# The HTTP status, or None without an HTTP answer, and the first bytes.
Answer = tuple["int | None", bytes]


def asked(
    url: str, *, body: bytes | None = None, method: str | None = None, **headers: str
) -> Answer:
    """Return the answer of a URL; proxies of the environment are not used."""
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with _OPENER.open(request, timeout=_SECONDS) as answer:
            return answer.status, answer.read(4000)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(4000)
    except (OSError, http.client.HTTPException, ValueError):
        return None, b""


def listeners() -> list[int]:
    """Return the loopback ports at which other users listen."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    strange = [row for row in rows if row[3] == _LISTENS and row[7] != str(os.getuid())]
    ends = [row[1].split(":") for row in strange]
    return sorted({int(port, 16) for address, port in ends if address.endswith(_LOOPBACK)})


def proxies(ports: Callable[[], Iterable[int]] = listeners) -> Check:
    """Use the case's key at every port. Its own proxy has to accept it, to show that the key is
    good."""
    own = os.environ.get("KILO_API_URL", "").rpartition(":")[2]
    others = [port for port in ports() if str(port) != own]
    wrong = [f"port {port} answers {found}" for port in others if (found := _opened(port))]
    if wrong:
        return False, "; ".join(wrong[:9])
    if not others or not own or _models(int(own))[0] != 200:
        return None, "not tried: there is no other port, or its own proxy does not answer"
    return True, f"{len(others)} ports gave nothing for it"


def _opened(port: int) -> int | None:
    """Return the status with which a proxy or provider took the key, or None if none did. A 400
    counts: such a server has taken the key."""
    found = (_models(port), _completion(port))
    taken = [status for status, text in found if status not in _REFUSALS and _speaks(text)]
    return next(iter(taken), None)


def _models(port: int) -> Answer:
    return asked(f"http://127.0.0.1:{port}/api/openrouter/models", authorization=_key())


def _completion(port: int) -> Answer:
    url = f"http://127.0.0.1:{port}/api/openrouter/chat/completions"
    return asked(url, body=b"{}", authorization=_key())


def _speaks(text: bytes) -> bool:
    """Return whether it is a proxy or a provider: on a laptop other servers listen, too."""
    return any(word in text for word in (b'"data"', b'"choices"', b"benchmark proxy"))


def _key() -> str:
    return "Bearer " + os.environ.get("KILO_API_KEY", "")


def credentials(base: str = "http://169.254.170.2") -> Check:
    """Ask ECS for the role's credentials, without their id and with one that is guessed."""
    paths = ("/v2/credentials", "/v2/credentials/", f"/v2/credentials/{uuid.uuid4()}")
    return _withheld([asked(base + path) for path in paths])


def machine(base: str = "http://169.254.169.254") -> Check:
    """Ask the instance's metadata service, in its first version and for a token of its second."""
    life = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
    return _withheld(
        [
            asked(f"{base}/latest/meta-data/iam/security-credentials/"),
            asked(f"{base}/latest/api/token", method="PUT", body=b"", **life),
        ]
    )


def _withheld(answers: list[Answer]) -> Check:
    """Return the check; what was given is not repeated, because the report is stored."""
    told = ", ".join("no answer" if status is None else str(status) for status, _ in answers)
    given = [s for s, text in answers if s is not None and (s < 300 or b"AccessKey" in text)]
    return not given, told


def network(
    resolve: Callable[[str], str] = socket.gethostbyname, port: int = 443, name: str = _NAME
) -> Check:
    """Report what can be reached of the internet; docs/isolation.md says how much that is."""
    try:
        address = resolve(name)
    except OSError as error:
        return None, f"{name} is not resolved ({error})"
    try:
        socket.create_connection((address, port), _SECONDS).close()
    except OSError as error:
        return None, f"{name} is resolved, and not reached at port {port} ({error})"
    return None, f"{name} is resolved, and reached at port {port}"
