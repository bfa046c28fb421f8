"""Secrets, kept in this process's memory for a few minutes and nowhere else."""

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import Field, HttpUrl, SecretStr, ValidationError

from contracts.errors import SecretUnusable
from contracts.model import Wire

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_KEPT_SECONDS = 300


class ProviderSecret(Wire):
    """An OpenAI-compatible endpoint: `{baseUrl}/models` and `{baseUrl}/chat/completions`."""

    base_url: HttpUrl
    api_key: SecretStr = Field(min_length=1)


@dataclass
class Secrets:
    client: "SecretsManagerClient"
    _kept: dict[str, tuple[float, str]] = field(default_factory=dict)

    def text(self, arn: str) -> str:
        kept = self._kept.get(arn)
        if kept and time.monotonic() - kept[0] < _KEPT_SECONDS:
            return kept[1]
        value = self.client.get_secret_value(SecretId=arn)["SecretString"]
        self._kept[arn] = (time.monotonic(), value)
        return value

    def valid(self, arn: str) -> tuple[str, ...]:
        """The current value and, after a rotation, the one before."""
        kept = self._kept.get(f"{arn} before")
        if kept and time.monotonic() - kept[0] < _KEPT_SECONDS:
            return tuple(value for value in (self.text(arn), kept[1]) if value)
        try:
            before = self.client.get_secret_value(SecretId=arn, VersionStage="AWSPREVIOUS")
            value = before["SecretString"]
        except self.client.exceptions.ResourceNotFoundException:
            value = ""
        self._kept[f"{arn} before"] = (time.monotonic(), value)
        return tuple(each for each in (self.text(arn), value) if each)

    def provider(self, arn: str) -> ProviderSecret:
        """Raises SecretUnusable with the remedy when it was never set."""
        try:
            return ProviderSecret.model_validate_json(self.text(arn))
        except ValidationError as error:
            fields = ", ".join(str(e["loc"][0]) if e["loc"] else "JSON" for e in error.errors())
            raise SecretUnusable(
                f"provider secret: {fields} missing or malformed; run `autoroute provider set`"
            ) from None

    def set_provider(self, arn: str, base_url: str, api_key: str) -> None:
        """Raises pydantic.ValidationError when the URL or the key is unusable."""
        secret = ProviderSecret.from_wire({"baseUrl": base_url, "apiKey": api_key})
        value = {"baseUrl": str(secret.base_url), "apiKey": secret.api_key.get_secret_value()}
        self.client.put_secret_value(SecretId=arn, SecretString=json.dumps(value))
        self._kept.pop(arn, None)
