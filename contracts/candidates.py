"""The candidates of a config: the models that are measured, and how they are called."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BeforeValidator, Field

from contracts.control_record import ControlRecord, Routed
from contracts.options import Effort
from contracts.tuning import Tuning

# As vendors write them: `@cf/vendor/x`, `~vendor/x-latest`, `provider,model`, `x[1m]`. Left out are
# the marks of our own keys, `#` and `%`.
_MODEL_ID = r"^[A-Za-z0-9@~](?:[A-Za-z0-9._:@/,~+()\[\] -]*[A-Za-z0-9\])])?$"
ModelId = Annotated[Routed, Field(pattern=_MODEL_ID, max_length=200)]


class DeciderModel(ControlRecord):
    id: ModelId
    reasoning_effort: Effort | None = None


class ClassifierModel(ControlRecord):
    """A candidate; a text is one without further fields. `max_output_tokens` counts reasoning."""

    id: ModelId
    reasoning_effort: Effort | None = None
    max_output_tokens: Annotated[int, Field(ge=50, le=32_000)] = 300

    @property
    def tuning(self) -> Tuning:
        return Tuning(
            reasoning_effort=self.reasoning_effort, max_output_tokens=self.max_output_tokens
        )


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _without_duplicates(models: Sequence[_Named]) -> Sequence[_Named]:
    twice = [model for model, times in Counter(m.id for m in models).items() if times > 1]
    if twice:
        raise ValueError(f"listed more than once: {', '.join(twice)}")
    return models


def _from_ids(models: Any) -> Any:
    if not isinstance(models, list | tuple):
        return models
    return [{"id": model} if isinstance(model, str) else model for model in models]


_SEVERAL = Field(min_length=1)
DeciderModels = Annotated[tuple[DeciderModel, ...], _SEVERAL, AfterValidator(_without_duplicates)]
ClassifierModels = Annotated[
    tuple[ClassifierModel, ...],
    _SEVERAL,
    BeforeValidator(_from_ids),
    AfterValidator(_without_duplicates),
]
