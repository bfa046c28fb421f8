"""The environment of a process, read once into a frozen model."""

import os
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

S = TypeVar("S", bound="Settings")


class Settings(BaseModel):
    """Field `table_name` is the variable TABLE_NAME; a missing one fails the import."""

    model_config = ConfigDict(frozen=True)


def settings(kind: type[S]) -> S:
    named = {name: os.environ.get(name.upper()) for name in kind.model_fields}
    return kind.model_validate({k: v for k, v in named.items() if v is not None})
