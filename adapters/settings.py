"""Read the environment of a process once, into a frozen record."""

import os
from typing import TypeVar, dataclass_transform

import msgspec
from msgspec.structs import fields

S = TypeVar("S", bound="Settings")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a process. Field `table_name` is the variable TABLE_NAME."""


def settings(kind: type[S]) -> S:
    """Return the settings. Raises KeyError that names each missing variable,
    msgspec.ValidationError for a bad one."""
    named = {name: os.environ.get(name.upper()) for name in kind.__struct_fields__}
    given = {name: value for name, value in named.items() if value is not None}
    missing = [f.name.upper() for f in fields(kind) if f.required and f.name not in given]
    if missing:
        raise KeyError(f"environment: {', '.join(missing)} missing")
    return msgspec.convert(given, kind, strict=False)
