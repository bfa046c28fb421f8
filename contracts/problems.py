"""Validation errors in words that name the field."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails


def problems(error: ValidationError) -> list[str]:
    """Return a line for each bad field, as `deciderModels.0.id: Field required`. Values are left
    out, because a request may hold what must not be logged.
    """
    found = error.errors()
    places = {each["loc"] for each in found}
    return [f"{_path(e['loc'])}: {_message(e['msg'])}" for e in found if not _follows(e, places)]


def _follows(error: ErrorDetails, places: set[tuple[int | str, ...]]) -> bool:
    """Return whether a list is said to be too short only because an item of it is wrong."""
    place = error["loc"]
    inside = (other for other in places if other[: len(place)] == place and other != place)
    return error["type"] == "too_short" and any(inside)


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "body"


def _message(text: str) -> str:
    return text.removeprefix("Value error, ").replace("valid tuple", "list")
