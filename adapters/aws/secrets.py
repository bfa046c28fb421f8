"""Read secrets and keep them for a few minutes, in the memory of this process alone."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any

from contracts.errors import Malformed, SecretUnusable
from contracts.hot_record import HotRecord
from contracts.scalars import Text

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

# Chosen: a rotated secret reaches every process within minutes, and no request waits for the read.
_KEPT_SECONDS, _AHEAD_SECONDS, _NEWEST_SECONDS = 300.0, 240.0, 10.0
_URL = re.compile(r"https?://[^\s/?#]+[^\s?#]*")
_log = logging.getLogger(__name__)


class ProviderSecret(HotRecord):
    """The provider's base URL and key. Its API is OpenAI-compatible, at `{baseUrl}/models` and
    `{baseUrl}/chat/completions`."""

    base_url: Text
    api_key: Text

    def __post_init__(self) -> None:
        if not _URL.fullmatch(self.base_url):
            raise ValueError("baseUrl must be an http or https URL without a query")

    def __repr__(self) -> str:
        return f"ProviderSecret(base_url={self.base_url!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("base_url", self.base_url)]


@dataclass
class Secrets:
    """The secrets of Secrets Manager, by ARN."""

    client: "SecretsManagerClient"
    _kept: dict[str, tuple[float, str]] = field(default_factory=dict)

    def text(self, arn: str) -> str:
        """Return a secret, at most 5 minutes old; it is read again in the background after 4
        minutes. If that fails, the last good value stays."""
        return self._kept_or(arn, lambda: self._read(arn, "AWSCURRENT"))

    def valid(self, arn: str) -> tuple[str, ...]:
        """Return the current value and, after a rotation, the one before."""
        return tuple(value for value in (self.text(arn), self.before(arn)) if value)

    def before(self, arn: str) -> str:
        """Return the value before the last rotation, or "" if there was none."""
        return self._kept_or(f"{arn} before", lambda: self._before(arn))

    def newest(self, arn: str) -> str:
        """Return a secret, at most 10 seconds old: a caller may know a newer value than this
        process."""
        return self._kept_or(arn, lambda: self._read(arn, "AWSCURRENT"), _NEWEST_SECONDS)

    def _kept_or(self, name: str, read: Callable[[], str], seconds: float = _KEPT_SECONDS) -> str:
        kept, now = self._kept.get(name), time.monotonic()
        if kept and now - kept[0] < seconds:
            if now - kept[0] > _AHEAD_SECONDS:
                self._kept[name] = (now, kept[1])
                Thread(target=self._anew, args=(name, read), daemon=True).start()
            return kept[1]
        return self._anew(name, read)

    def _anew(self, name: str, read: Callable[[], str]) -> str:
        kept = self._kept.get(name)
        try:
            value = read()
        except Exception as error:
            if kept is None:
                raise
            _log.warning("a secret cannot be read again: %s", type(error).__name__)
            value = kept[1]
        self._kept[name] = (time.monotonic(), value)
        return value

    def _before(self, arn: str) -> str:
        try:
            return self._read(arn, "AWSPREVIOUS")
        except self.client.exceptions.ResourceNotFoundException:
            return ""

    def _read(self, arn: str, stage: str) -> str:
        return self.client.get_secret_value(SecretId=arn, VersionStage=stage)["SecretString"]

    def doubt(self, arn: str) -> None:
        """Have the secret read again when it is next wanted; without an answer the value stays."""
        if kept := self._kept.get(arn):
            self._kept[arn] = (kept[0] - _KEPT_SECONDS, kept[1])

    def provider(self, arn: str, *, newest: bool = False) -> ProviderSecret:
        """Return the provider's URL and key, with `newest` at most 10 seconds old. Raises
        SecretUnusable, with the remedy, if they were never set."""
        try:
            return ProviderSecret.from_json(self.newest(arn) if newest else self.text(arn))
        except Malformed as error:
            remedy = "set it with `autoroute provider set --base-url URL`"
            raise SecretUnusable(f"provider secret: {error}; {remedy}") from None

    def set_provider(self, arn: str, base_url: str, api_key: str) -> None:
        """Store the provider's URL and key. Raises Malformed if one of them is unusable."""
        secret = ProviderSecret.from_wire({"baseUrl": base_url, "apiKey": api_key})
        self.client.put_secret_value(SecretId=arn, SecretString=secret.wire_json())
        self._kept.pop(arn, None)
