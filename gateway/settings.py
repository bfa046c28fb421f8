"""What an operator sets, and the secrets that only the process knows."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta

from contracts.errors import Malformed
from contracts.hot_record import HotRecord
from contracts.options import Effort
from contracts.price import Capability
from contracts.routable import not_virtual
from contracts.scalars import Count, Text
from gateway.callers import SHAPE, KeysByUser, check

VIRTUAL = "kilo-auto/efficient"
# Claude Code lists only models whose id begins like this.
CLAUDE_ALIAS = "claude-kilo-auto-efficient"
_NO_HOST = "names no host; write https://HOST/PATH"
Url = Annotated[str, Meta(pattern=r"^https?://\S+$")]


class Fallback(HotRecord):
    """A known good model, with what it accepts; None is unknown."""

    model: Text
    reasoning_effort: Effort | None = None
    context_length: Count | None = None
    input_modalities: tuple[Text, ...] | None = None

    def __post_init__(self) -> None:
        not_virtual(self.model)

    @property
    def capability(self) -> Capability:
        return Capability(
            context_length=self.context_length, input_modalities=self.input_modalities
        )


class Settings(HotRecord, kw_only=True):
    """The settings of a gateway. `upstream_url` is that of the provider up to and with `/v1`.
    Without `decide_url` the fallback serves. `fallbacks` are tried in their order. `deadline_ms` is
    how long a request waits for `/decide`. `hidden` leaves the virtual models out of the list.
    `context_length` is what the virtual model promises; else it is the least of the candidates.
    `inject_usage` asks the provider for the usage of a stream whose client did not.
    `max_held_bytes` bounds the sum of the bodies that are in memory. The first byte of a stream is
    awaited for `first_byte_seconds`, that of a whole answer, which is made before it, for
    `whole_answer_seconds`; then a silence may last for `silent_seconds`. A client has
    `body_part_seconds` for each part of its body, and is given up when it takes nothing of an
    answer for `unread_seconds`. `telemetry` tells OpenTelemetry of each attempt.
    """

    upstream_url: Url
    decide_url: Url | None = None
    virtual_models: tuple[Text, ...] = (VIRTUAL, CLAUDE_ALIAS)
    fallbacks: Annotated[tuple[Fallback, ...], Meta(min_length=1)]
    denied_models: tuple[Text, ...] = ()
    deadline_ms: Annotated[int, Meta(ge=50, le=20_000)] = 2_000
    anonymous: bool = False
    hidden: bool = False
    context_length: Count | None = None
    inject_usage: bool = True
    max_body_bytes: Annotated[int, Meta(ge=1_000, le=2**27)] = 32 * 2**20
    max_held_bytes: Annotated[int, Meta(ge=1_000, le=2**40)] = 256 * 2**20
    max_requests: Annotated[int, Meta(ge=1, le=100_000)] = 2_000
    first_byte_seconds: Annotated[int, Meta(ge=1, le=4_000)] = 120
    whole_answer_seconds: Annotated[int, Meta(ge=1, le=4_000)] = 600
    silent_seconds: Annotated[int, Meta(ge=1, le=4_000)] = 900
    body_part_seconds: Annotated[int, Meta(ge=1, le=4_000)] = 30
    unread_seconds: Annotated[int, Meta(ge=1, le=4_000)] = 60
    drain_seconds: Annotated[int, Meta(ge=0, le=4_000)] = 600
    telemetry: Literal["off", "otlp"] = "off"

    def __post_init__(self) -> None:
        """Refuse what contradicts itself. Raises ValueError with the field and the remedy."""
        for name, url in (("upstreamUrl", self.upstream_url), ("decideUrl", self.decide_url)):
            if url is not None and (flaw := _flaw(url)):
                raise ValueError(f"{name}: {flaw}")
        if "?" in self.upstream_url:
            raise ValueError("upstreamUrl: has a query; leave it out, a path comes after it")
        if self.max_held_bytes < self.max_body_bytes:
            raise ValueError("maxHeldBytes: must be at least maxBodyBytes, else none so large fits")
        for model in (fallback.model for fallback in self.fallbacks):
            if model in self.denied_models:
                raise ValueError(f"fallbacks: {model} is in deniedModels; take it out of one")
            if model in self.virtual_models:
                raise ValueError(f"fallbacks: {model} is in virtualModels; name a real model")

    def decide_at(self, name: str) -> str | None:
        """Return the URL of `decide` or of what is beside it; None without `decide_url`, which may
        end with `/decide`, before it, and with a slash.
        """
        if self.decide_url is None:
            return None
        url = urlsplit(self.decide_url)
        path = url.path.rstrip("/").removesuffix("/decide").rstrip("/")
        return url._replace(path=f"{path}/{name}").geturl()


def _flaw(url: str) -> str | None:
    """Return what keeps a URL from being called, and the remedy; nothing of a password in it."""
    try:
        found = urlsplit(url)
        _ = found.port
    except ValueError as error:
        port = "port" in str(error).lower()
        return "has no port from 0 to 65535; mend or leave it out" if port else _NO_HOST
    if not found.hostname:
        return _NO_HOST
    if "@" in found.netloc:
        return "has a user or a password; leave them out, the secrets name the key"
    return "has a fragment; leave out what follows the #" if "#" in url else None


class Secrets(HotRecord, kw_only=True):
    """The secrets. `keys_by_user` are the users, each with a key or several. `signing_keys` verify
    benchmark tokens; a token whose id is in `revoked_tokens` is refused.
    """

    upstream_key: Text
    decide_secret: Text | None = None
    keys_by_user: KeysByUser = {}  # noqa: RUF012
    signing_keys: tuple[Text, ...] = ()
    revoked_tokens: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no header can hold. Raises ValueError, which holds no secret."""
        for name, key in (("upstreamKey", self.upstream_key), ("decideSecret", self.decide_secret)):
            if key is not None and not (key.isascii() and key.isprintable()):
                raise ValueError(f"{name}: has a character that no header can hold; copy it again")
        check(self.keys_by_user)


def secrets_in(text: str | bytes) -> Secrets:
    """Return the secrets in a JSON text. Raises Malformed, without a word of a secret."""
    try:
        return Secrets.from_json(text)
    except Malformed as error:
        meant = any(name in str(error) for name in ("keysByUser", "callers", "key"))
        raise Malformed(f"secrets: {error}" + f"; keysByUser: {SHAPE}" * meant) from None
