"""Describe the simulated models: what they cost, how fast they are, and how much they can do."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from contracts.classification import ApiKind
from contracts.errors import AutoRoutingError
from contracts.problems import problems
from contracts.scalars import Share

MODELS = Path(__file__).with_name("models.toml")
Fault = Literal["http_500", "http_429", "hang", "empty"]
Vendor = Literal["anthropic", "openai", "google", "mistralai", "deepseek", "moonshotai"]
_PER_TOKEN = 1e-6
_PATHS = {
    ApiKind.CHAT_COMPLETIONS: "/chat/completions",
    ApiKind.RESPONSES: "/responses",
    ApiKind.MESSAGES: "/v1/messages",
}


class CatalogueError(AutoRoutingError):
    """The catalogue is not valid; the message names file and field."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(_Strict):
    """Prices in USD per million tokens."""

    input: float = Field(ge=0)
    cached: float = Field(ge=0)
    output: float = Field(ge=0)

    def of(self, prompt: int, cached: int, completion: int) -> float:
        """Return the cost in USD; `cached` tokens are part of `prompt`."""
        fresh = (prompt - cached) * self.input + cached * self.cached
        return (fresh + completion * self.output) * _PER_TOKEN


class SimulatedModel(_Strict):
    id: str = Field(min_length=1)
    price: Price
    latency_ms: int = Field(ge=0, le=60_000)
    skill: dict[Literal["low", "medium", "high", "labels"], Share]
    fault: Fault | None = None
    # Whose opaque state its answers hold, and whose demands on a history it makes.
    vendor: Vendor | None = None
    # It takes `max_completion_tokens` alone.
    strict_parameters: bool = False
    # It answers on these alone.
    apis: tuple[ApiKind, ...] = tuple(ApiKind)

    @property
    def row(self) -> dict[str, object]:
        """Return the model as `/models` lists it; prices are text, in USD for each token."""
        price = {
            "prompt": f"{self.price.input * _PER_TOKEN:.12f}",
            "completion": f"{self.price.output * _PER_TOKEN:.12f}",
            "input_cache_read": f"{self.price.cached * _PER_TOKEN:.12f}",
        }
        limit = "max_completion_tokens" if self.strict_parameters else "max_tokens"
        return {
            "id": self.id,
            "name": f"{self.id} (simulated)",
            "simulated": True,
            "context_length": 200_000,
            "pricing": price,
            "architecture": {"input_modalities": ["text"], "output_modalities": ["text"]},
            "supported_parameters": ["tools", "temperature", limit, "reasoning"],
            "supported_endpoints": [_PATHS[kind] for kind in self.apis],
        }


class Catalogue(_Strict):
    model: tuple[SimulatedModel, ...] = Field(min_length=1)

    @field_validator("model")
    @classmethod
    def _unique(cls, models: tuple[SimulatedModel, ...]) -> tuple[SimulatedModel, ...]:
        twice = [name for name, times in Counter(m.id for m in models).items() if times > 1]
        if twice:
            raise ValueError(f"listed more than once: {', '.join(twice)}")
        return models

    @classmethod
    def load(cls, path: Path = MODELS) -> Self:
        """Return the catalogue in a file. Raises CatalogueError."""
        try:
            return cls.model_validate(tomllib.loads(path.read_text()))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise CatalogueError(f"{path}: {error}") from error
        except ValidationError as error:
            raise CatalogueError(f"{path}: {'; '.join(problems(error))}") from error

    def find(self, model_id: str) -> SimulatedModel | None:
        return next((model for model in self.model if model.id == model_id), None)

    def with_skill(self, model_id: str, tier: str, skill: float) -> Self:
        """Return a copy in which one skill differs. Raises CatalogueError."""
        model = self.find(model_id)
        if model is None or tier not in model.skill:
            known = ", ".join(f"{m.id}.{t}" for m in self.model for t in m.skill)
            raise CatalogueError(f"no skill {model_id}.{tier}; known are {known}")
        try:
            changed = SimulatedModel.model_validate(
                {**model.model_dump(), "skill": {**model.skill, tier: skill}}
            )
        except ValidationError as error:
            raise CatalogueError(f"{model_id}.{tier}: {'; '.join(problems(error))}") from error
        models = [changed if m.id == model_id else m for m in self.model]
        return type(self)(model=tuple(models))
