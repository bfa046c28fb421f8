"""The scalars of all records: one type and one bound for pydantic and msgspec.

Each name carries msgspec's `Meta` and a mark with the same bounds for pydantic; each library skips
the other's. pydantic is imported only when it is in use.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta


class _Stripped:
    """A mark that makes pydantic strip a text and refuse a blank one. Python strips it: pydantic
    itself takes four control characters for letters.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(
            lambda value: value.strip() if isinstance(value, str) else value,
            core_schema.str_schema(min_length=1),
        )


@dataclass(frozen=True)
class _Bounds:
    """A mark that makes pydantic check the bounds of a number, and that it is finite."""

    ge: float
    le: float | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        limits = {"ge": self.ge} if self.le is None else {"ge": self.ge, "le": self.le}
        finite = {"allow_inf_nan": False} if source is float else {}
        return {**handler(source), **limits, **finite}


Text = Annotated[str, Meta(pattern=r"\S"), _Stripped]
Share = Annotated[float, Meta(ge=0, le=1), _Bounds(0, 1)]
Usd = Annotated[float, Meta(ge=0), _Bounds(0)]
Count = Annotated[int, Meta(ge=0), _Bounds(0)]
Millis = Annotated[int, Meta(ge=0), _Bounds(0)]
Seconds = Annotated[float, Meta(ge=0), _Bounds(0)]
