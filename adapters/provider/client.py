"""Call the model provider: any OpenAI-compatible endpoint."""

import time
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import Any

import msgspec
from urllib3 import PoolManager, Retry, exceptions

from adapters.aws.secrets import ProviderSecret
from adapters.provider import bounded
from adapters.provider.answers import Answer, no_answer, read_answer
from adapters.provider.faults import Fault, fault_in
from adapters.provider.listing import Row, rows_of
from adapters.provider.optional import Optional
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause

_COMPLETIONS = "/chat/completions"
_POOL = 32  # connections; chosen
_MOST_BYTES = {"/models": 16 * 2**20, _COMPLETIONS: 2**20}  # of an answer; chosen


@dataclass(frozen=True)
class Provider:
    """The provider's endpoint and key; `timeout` is in seconds, for each call."""

    base_url: str
    api_key: str = field(repr=False)
    timeout: float = 30.0
    _optional: Optional = field(default_factory=Optional, compare=False, repr=False)

    @cached_property
    def _pool(self) -> PoolManager:
        headers = {"authorization": f"Bearer {self.api_key}", "content-type": "application/json"}
        return bounded.pool(_POOL, headers, _ONCE)

    def warm(self) -> None:
        """Make the pool now; else its set-up would count into the latency of the first call."""
        _ = self._pool

    def models(self) -> list[Row]:
        """Return the models that the provider lists. Raises ProviderFailure."""
        found = self._fetch("GET", "/models", None, self.timeout)
        if isinstance(found, Fault):
            raise ProviderFailure(found.cause, f"/models: {found.detail}", 0.0)
        try:
            return rows_of(found)
        except ValueError as error:
            detail = f"/models: {error}"
            raise ProviderFailure(FailureCause.PROVIDER_ERROR, detail, 0.0) from error

    def complete(
        self,
        model: str,
        messages: list[dict[str, str]],
        parameters: dict[str, Any],
        seconds: float | None = None,
    ) -> Completion:
        """Return one chat completion, not streamed, within `seconds`. Raises ProviderFailure."""
        request = {"model": model, "messages": messages, **parameters, "usage": {"include": True}}
        answer = self.ask(request, seconds)
        if answer.fault:
            detail = f"{_COMPLETIONS}: {answer.fault.detail}"
            raise ProviderFailure(answer.fault.cause, detail, answer.cost_usd or None)
        return Completion(
            text=answer.text,
            cost_usd=answer.cost_usd,
            finish_reason=answer.finish,
            prompt_tokens=answer.usage.prompt,
            completion_tokens=answer.usage.completion,
        )

    def ask(self, request: dict[str, Any], seconds: float | None = None) -> Answer:
        """Return the answer to a request. What the server refuses of its optional parameters is
        left out from then on. Raises ProviderFailure without a response."""
        until = time.monotonic() + (self.timeout if seconds is None else seconds)
        found = self._ask(request, until)
        if found.fault and self._optional.learn(request, found.fault):
            return self._ask(request, until)
        return found

    def refused(self, model: str) -> tuple[str, ...]:
        """Return the optional parameters that the server of a model was seen to refuse."""
        return self._optional.refused(model)

    def _ask(self, request: dict[str, Any], until: float) -> Answer:
        body = msgspec.json.encode(self._optional.fitting(request))
        found = self._fetch("POST", _COMPLETIONS, body, until - time.monotonic())
        return no_answer(found) if isinstance(found, Fault) else read_answer(found)

    def _fetch(self, method: str, path: str, data: bytes | None, seconds: float) -> bytes | Fault:
        """Return the body of an answer with status 200, or the fault that the provider names.
        Raises ProviderFailure without an answer."""
        if seconds <= 0:
            raise ProviderFailure(FailureCause.TIMEOUT, f"{path}: the deadline has passed", 0.0)
        url, timeout = f"{self.base_url.rstrip('/')}{path}", bounded.limit(seconds)
        try:
            answer = self._pool.request(
                method, url, body=data, timeout=timeout, preload_content=False
            )
            body = bounded.body(answer, _MOST_BYTES[path])
        except exceptions.HTTPError as error:
            raise _failure(path, error) from error
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return body
        return fault_in(answer.status, answer.headers, body)


# The caller decides whether a retry is worth its price; a redirect would take the key along.
_ONCE = Retry(0, redirect=False)


@lru_cache(maxsize=4)
def provider_of(secret: ProviderSecret, timeout: float = 30.0) -> Provider:
    """Return the provider of a secret, with one connection pool for each endpoint; `timeout` is in
    seconds, for each call."""
    return Provider(secret.base_url, secret.api_key, timeout)


def _failure(path: str, error: exceptions.HTTPError) -> ProviderFailure:
    reason = error.reason if isinstance(error, exceptions.MaxRetryError) else error
    refused = isinstance(reason, exceptions.NewConnectionError)  # urllib3 counts it as a time-out
    if (isinstance(reason, exceptions.TimeoutError) and not refused) or _late_within(reason):
        return ProviderFailure(FailureCause.TIMEOUT, f"{path}: no answer in time")
    return ProviderFailure(FailureCause.PROVIDER_ERROR, f"{path}: {type(reason).__name__}")


def _late_within(reason: Exception | None) -> bool:
    """Return whether it is a timeout; urllib3 wraps one that happens while sending."""
    return reason is not None and any(isinstance(each, TimeoutError) for each in reason.args)
