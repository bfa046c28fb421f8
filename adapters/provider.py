"""The model provider: any OpenAI-compatible endpoint."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError

from adapters.secrets import ProviderSecret
from contracts.classifier.classify import Completion
from contracts.errors import ProviderFailure
from contracts.model import Wire, known_usd
from contracts.result import FailureCause

_CONNECT_SECONDS = 3.0


class Architecture(Wire, extra="ignore"):
    input_modalities: tuple[str, ...] | None = None


class ModelRow(Wire, extra="ignore"):
    """A model as the provider lists it; prices are USD per token as text."""

    id: str
    context_length: int | None = None
    architecture: Architecture = Architecture()
    pricing: dict[str, Any] = {}  # noqa: RUF012
    simulated: bool = False


_ROWS = TypeAdapter(list[ModelRow])


class _Message(Wire, extra="ignore"):
    content: str | None = None


class _Choice(Wire, extra="ignore"):
    message: _Message = _Message()
    finish_reason: str | None = None


class _Usage(Wire, extra="ignore"):
    cost: Any = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Reply(Wire, extra="ignore"):
    choices: tuple[_Choice, ...] = ()
    usage: _Usage | None = None


@dataclass(frozen=True)
class Provider:
    base_url: str
    api_key: str
    timeout: float = 30.0

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.base_url.rstrip("/"),
            headers={"authorization": f"Bearer {self.api_key}"},
            timeout=httpx.Timeout(self.timeout, connect=_CONNECT_SECONDS),
        )

    def warm(self) -> None:
        """Makes the client now; its TLS setup would count into the first call's latency."""
        _ = self._client

    def models(self) -> list[ModelRow]:
        """Raises ProviderFailure."""
        rows = self._call("GET", "/models").get("data")
        try:
            return _ROWS.validate_python(rows, by_alias=False, by_name=True)
        except ValidationError as error:
            raise ProviderFailure(
                FailureCause.PROVIDER_ERROR, "/models: no list of models"
            ) from error

    def complete(
        self,
        model: str,
        messages: list[dict[str, str]],
        parameters: dict[str, Any],
        seconds: float | None = None,
    ) -> Completion:
        """One chat completion, not streamed; between two bytes at most `seconds`. Raises
        ProviderFailure."""
        request = {"model": model, "messages": messages, **parameters, "usage": {"include": True}}
        timeout = {"timeout": seconds} if seconds else {}
        answer = self._call("POST", "/chat/completions", json=request, **timeout)
        try:
            reply = _Reply.model_validate(answer, by_alias=False, by_name=True)
        except ValidationError as error:
            detail = "/chat/completions: malformed answer"
            raise ProviderFailure(FailureCause.PROVIDER_ERROR, detail) from error
        choice, usage = next(iter(reply.choices), _Choice()), reply.usage or _Usage()
        return Completion(
            text=choice.message.content,
            cost_usd=known_usd(usage.cost),
            finish_reason=choice.finish_reason,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
        )

    def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, **options)
        except httpx.TimeoutException as error:
            raise ProviderFailure(FailureCause.TIMEOUT, f"{path}: no answer in time") from error
        except httpx.HTTPError as error:
            detail = f"{path}: {type(error).__name__}"
            raise ProviderFailure(FailureCause.PROVIDER_ERROR, detail) from error
        if answer.is_error:
            raise ProviderFailure(_cause(answer.status_code), f"{path}: HTTP {answer.status_code}")
        try:
            body = answer.json()
        except ValueError as error:
            raise ProviderFailure(FailureCause.PROVIDER_ERROR, f"{path}: not JSON") from error
        return body if isinstance(body, dict) else {}


@lru_cache(maxsize=4)
def provider_of(secret: ProviderSecret, timeout: float = 30.0) -> Provider:
    """One connection pool for each endpoint; `timeout` in seconds, for each call."""
    return Provider(str(secret.base_url), secret.api_key.get_secret_value(), timeout)


def _cause(status: int) -> FailureCause:
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return FailureCause.RATE_LIMITED
    return FailureCause.PROVIDER_ERROR if status >= 500 else FailureCause.PROVIDER_REFUSED
