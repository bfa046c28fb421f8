"""Validation errors in words that name the field."""

from pydantic import ValidationError


def problems(error: ValidationError) -> list[str]:
    """Return a line for each bad field, as `deciderModels.0.id: Field required`. Values are left
    out, because a request may hold what must not be logged.
    """
    return [f"{_path(found['loc'])}: {_message(found['msg'])}" for found in error.errors()]


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "body"


def _message(text: str) -> str:
    return text.removeprefix("Value error, ")
