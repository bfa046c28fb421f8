"""The base of the records of `/decide`: msgspec, as strict as `ControlRecord`, fast to import."""

import json
import re
from enum import EnumMeta
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Protocol,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

import msgspec
from msgspec import Struct, StructMeta
from msgspec.structs import fields

from contracts.bounds import out_of_bounds
from contracts.depth import TOO_DEEP
from contracts.errors import Malformed

R = TypeVar("R", bound="HotRecord")


class Document(Protocol):
    """A record with a JSON form: a `HotRecord` or a `ControlRecord`."""

    def wire_json(self) -> str: ...

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the record in `text`. Raises ValueError."""
        ...


class _Checked(StructMeta):
    """Checks the bounds of a record that code makes. msgspec, which reads one without this call,
    has checked them then.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        return _within_bounds(super().__call__(*args, **kwargs))


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class HotRecord(
    Struct,
    metaclass=_Checked,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="camel",
):
    """A record that crosses a boundary. Unknown keys are refused. Bounds are checked once, when it
    is read or when it is made in code; types when it is read, and by mypy.
    """

    def wire(self) -> dict[str, Any]:
        """Return the record as JSON-ready data with camelCase keys."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data

    def wire_json(self) -> str:
        """Return the record as JSON. Half a surrogate pair is escaped, as JavaScript does."""
        try:
            return msgspec.json.encode(self).decode()
        except UnicodeEncodeError:
            return json.dumps(self.wire(), separators=(",", ":"))

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Return the record in `data`. Raises Malformed."""
        try:
            return msgspec.convert(data, cls)
        except (msgspec.ValidationError, RecursionError) as error:
            raise Malformed(_words(cls, error)) from None

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the record in `text`. Raises Malformed."""
        try:
            return msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(_words(cls, error)) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return the schema of a field of this type in a `ControlRecord`."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            lambda given: given if isinstance(given, cls) else cls.from_wire(given),
            serialization=core_schema.plain_serializer_function_ser_schema(cls.wire),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """Return the JSON schema of such a field, for a record of scalars."""
        _, definitions = msgspec.json.schema_components([cls])
        found: dict[str, Any] = definitions[cls.__name__]
        return found


def replace(record: R, **changes: Any) -> R:
    """Return a copy with other values. Raises Malformed for one out of its bounds."""
    return _within_bounds(msgspec.structs.replace(record, **changes))  # noqa: TID251


def _within_bounds(record: R) -> R:
    if problem := out_of_bounds(record):
        raise Malformed(problem)
    return record


def trim(record: HotRecord, *names: str) -> None:
    """Strip the texts in the fields `names`; for `__post_init__`."""
    for name in names:
        value = getattr(record, name)
        if value is not None:
            msgspec.structs.force_setattr(record, name, value.strip())


def _words(kind: type[Struct], error: Exception) -> str:
    """Return msgspec's error as `deadlineMs: Expected `int` >= 50`, the path first."""
    if isinstance(error, RecursionError):
        return f"body: {TOO_DEEP}"
    if not isinstance(error, msgspec.ValidationError):
        return f"body: not JSON: {error}"
    what, _, path = str(error).partition(" - at `$")
    path = path.rstrip("`").lstrip(".")
    if key := _KEY.match(what):
        return f"{path}{path and '.'}{key[2]}: {'Field required' if key[1] else 'Unknown field'}"
    if what.startswith("Invalid enum value"):
        what = f"Expected one of {', '.join(_values(kind, path))}"
    elif what.endswith(_NOT_BLANK):
        what = "Expected a text that is not blank"
    if not path and what.partition(":")[0] in (field.encode_name for field in fields(kind)):
        return what  # a record's own check named the field
    return f"{path or 'body'}: {what}"


def _values(kind: Any, path: str) -> list[str]:
    """Return the values that the field at `path`, such as `input.apiKind`, may have."""
    for name in path.split("."):
        types = {field.encode_name: field.type for field in fields(kind)}
        kind = _inside(types[name.partition("[")[0]])
    return [str(each) for each in (kind if isinstance(kind, EnumMeta) else get_args(kind))]


def _inside(kind: Any) -> Any:
    """Return the type inside an optional, a sequence or a mapping's values."""
    while get_origin(kind) in (Annotated, Union, UnionType, tuple, dict):
        kind = next(of for of in get_args(kind)[get_origin(kind) is dict :] if of is not NoneType)
    return kind


_NOT_BLANK = r"matching regex '\\S'"
_KEY = re.compile(r"Object (?:(missing required)|contains unknown) field `(.*)`")
