"""Call the model provider: any OpenAI-compatible endpoint."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from urllib3 import PoolManager, Retry, exceptions

from adapters.aws.secrets import ProviderSecret
from adapters.provider import bounded
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause, cause_of_status
from contracts.price import known_usd

T = TypeVar("T")
_POOL = 32  # connections; chosen
_MOST_BYTES = {"/models": 16 * 2**20, "/chat/completions": 2**20}  # of an answer; chosen


class Architecture(Struct, frozen=True):
    input_modalities: tuple[str, ...] | None = None


class ModelRow(Struct, frozen=True):
    """A model as the provider lists it; prices are text, in USD for each token."""

    id: str
    context_length: int | None = None
    architecture: Architecture = Architecture()
    pricing: dict[str, Any] = {}
    simulated: bool = False


class _Models(Struct):
    data: list[ModelRow]


class _Message(Struct):
    content: str | None = None


class _Choice(Struct):
    message: _Message = msgspec.field(default_factory=_Message)
    finish_reason: str | None = None


class _Usage(Struct):
    cost: Any = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Reply(Struct):
    choices: tuple[_Choice, ...] = ()
    usage: _Usage | None = None


@dataclass(frozen=True)
class Provider:
    """The provider's endpoint and key; `timeout` is in seconds, for each call."""

    base_url: str
    api_key: str = field(repr=False)
    timeout: float = 30.0

    @cached_property
    def _pool(self) -> PoolManager:
        headers = {"authorization": f"Bearer {self.api_key}", "content-type": "application/json"}
        return bounded.pool(_POOL, headers, _ONCE)

    def warm(self) -> None:
        """Make the pool now; else its set-up would count into the latency of the first call."""
        _ = self._pool

    def models(self) -> list[ModelRow]:
        """Return the models that the provider lists. Raises ProviderFailure."""
        return self._call(_Models, "GET", "/models").data

    def complete(
        self,
        model: str,
        messages: list[dict[str, str]],
        parameters: dict[str, Any],
        seconds: float | None = None,
    ) -> Completion:
        """Return one chat completion, not streamed, within `seconds`. Raises ProviderFailure."""
        request = {"model": model, "messages": messages, **parameters, "usage": {"include": True}}
        reply = self._call(_Reply, "POST", "/chat/completions", request, seconds)
        choice, usage = next(iter(reply.choices), _Choice()), reply.usage or _Usage()
        return Completion(
            text=choice.message.content,
            cost_usd=known_usd(usage.cost),
            finish_reason=choice.finish_reason,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
        )

    def _call(
        self, kind: type[T], method: str, path: str, body: Any = None, seconds: float | None = None
    ) -> T:
        data = None if body is None else msgspec.json.encode(body)
        status, text = self._fetch(method, path, data, self.timeout if seconds is None else seconds)
        if status >= HTTPStatus.BAD_REQUEST:
            raise ProviderFailure(cause_of_status(status), f"{path}: HTTP {status}")
        try:
            return msgspec.json.decode(text, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            detail = f"{path}: malformed answer"
            raise ProviderFailure(FailureCause.PROVIDER_ERROR, detail) from error

    def _fetch(
        self, method: str, path: str, data: bytes | None, seconds: float
    ) -> tuple[int, bytes]:
        if seconds <= 0:
            raise ProviderFailure(FailureCause.TIMEOUT, f"{path}: the deadline has passed", 0.0)
        url, timeout = f"{self.base_url.rstrip('/')}{path}", bounded.limit(seconds)
        try:
            answer = self._pool.request(
                method, url, body=data, timeout=timeout, preload_content=False
            )
            return answer.status, bounded.body(answer, _MOST_BYTES[path])
        except exceptions.HTTPError as error:
            raise _failure(path, error) from error


# The caller decides whether a retry is worth its price; a redirect would take the key along.
_ONCE = Retry(0, redirect=False)


@lru_cache(maxsize=4)
def provider_of(secret: ProviderSecret, timeout: float = 30.0) -> Provider:
    """Return the provider of a secret, with one connection pool for each endpoint; `timeout` is in
    seconds, for each call."""
    return Provider(secret.base_url, secret.api_key, timeout)


def _failure(path: str, error: exceptions.HTTPError) -> ProviderFailure:
    reason = error.reason if isinstance(error, exceptions.MaxRetryError) else error
    if isinstance(reason, exceptions.TimeoutError) or _late_within(reason):
        return ProviderFailure(FailureCause.TIMEOUT, f"{path}: no answer in time")
    return ProviderFailure(FailureCause.PROVIDER_ERROR, f"{path}: {type(reason).__name__}")


def _late_within(reason: Exception | None) -> bool:
    """Return whether it is a timeout; urllib3 wraps one that happens while sending."""
    return reason is not None and any(isinstance(each, TimeoutError) for each in reason.args)
