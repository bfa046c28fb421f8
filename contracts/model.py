"""The base of every wire model: frozen, strict about keys, camelCase on the wire."""

from math import isfinite
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

VIRTUAL_PREFIX = "kilo-auto/"


def _not_virtual(model: str) -> str:
    if model.startswith(VIRTUAL_PREFIX):
        raise ValueError(f"{model} is itself routed by auto-routing and cannot be a candidate")
    return model


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Millis = Annotated[int, Field(ge=0)]
Routed = Annotated[Text, AfterValidator(_not_virtual)]


def known_usd(value: Any) -> float | None:
    """A cost as a provider names it, in USD; None for what is no finite number of at least 0."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and isfinite(value) and value >= 0 else None


class Wire(BaseModel):
    """A record that crosses a boundary. Unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True
    )

    def wire(self) -> dict[str, Any]:
        """The record as JSON-ready data with camelCase keys."""
        return self.model_dump(mode="json", by_alias=True)

    def wire_json(self) -> str:
        return self.model_dump_json(by_alias=True)

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Raises pydantic.ValidationError that names each bad field."""
        return cls.model_validate(data)
