"""The model that serves, as the provider's list describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.json_text import as_object
from gateway.vendors import vendor_of

REASONING = frozenset({"reasoning", "reasoning_effort", "include_reasoning", "thinking"})


@dataclass(frozen=True)
class Target:
    """The model that serves. `parameters` are the names that the provider lists as supported, None
    when it lists none. `efforts` are the levels that the model knows. `mandatory` is true for a
    model that always reasons.
    """

    model: str
    parameters: frozenset[str] | None = None
    efforts: tuple[str, ...] = ()
    mandatory: bool = False

    @classmethod
    def of(cls, model: str, row: Mapping[str, Any]) -> "Target":
        """Return the target as OpenRouter lists it."""
        listed, known = row.get("supported_parameters"), as_object(row.get("reasoning"))
        efforts = known.get("supported_efforts")
        return cls(
            model,
            frozenset(p for p in listed if isinstance(p, str))
            if isinstance(listed, list)
            else None,
            tuple(e for e in efforts if isinstance(e, str)) if isinstance(efforts, list) else (),
            known.get("mandatory") is True,
        )

    @property
    def vendor(self) -> str:
        return vendor_of(self.model)

    @property
    def reasons(self) -> bool:
        """Whether it can be told how much to reason; true while that is not known."""
        return self.parameters is None or bool(self.efforts or self.parameters & REASONING)

    def takes(self, parameter: str) -> bool:
        """Return whether the model takes a parameter; true while that is not known."""
        if self.parameters is None:
            return True
        if parameter in REASONING:
            return self.reasons
        near = {"top_p": "temperature"}.get(parameter, parameter)
        return bool(self.parameters & {parameter, near})
