"""The base of the control plane's records: pydantic, no unknown keys, camelCase on the wire."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from contracts.routable import not_virtual
from contracts.scalars import Text
from contracts.taxonomy import known_route

Routed = Annotated[Text, AfterValidator(not_virtual)]
Route = Annotated[str, AfterValidator(known_route)]


class ControlRecord(BaseModel):
    """A record that crosses a boundary. Unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        hide_input_in_errors=True,  # a private case must not reach a log
    )

    def wire(self) -> dict[str, Any]:
        """Return the record as JSON-ready data with camelCase keys."""
        return self.model_dump(mode="json", by_alias=True)

    def wire_json(self) -> str:
        return self.model_dump_json(by_alias=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the record in `text`. Raises pydantic.ValidationError, which names each bad
        field.
        """
        return cls.model_validate_json(text)

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Return the record in `data`. Raises pydantic.ValidationError, which names each bad
        field.
        """
        return cls.model_validate(data)
