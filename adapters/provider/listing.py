"""Read a provider's list of models. An odd row, or an odd value in it, harms itself only."""

from dataclasses import dataclass
from typing import Any

from contracts.classification import ApiKind
from contracts.json_text import as_object, read_json
from contracts.price import Capability, Price
from contracts.words import mended

_LENGTHS = ("context_length", "max_model_len", "context_window", "max_context_length")
_MOST_TOKENS = 10**9
# As GitHub Copilot's list names them. What New API's `supported_endpoint_types` leaves out may be
# served all the same, so it is not read.
_APIS = {
    "/chat/completions": ApiKind.CHAT_COMPLETIONS,
    "/responses": ApiKind.RESPONSES,
    "/messages": ApiKind.MESSAGES,
}


@dataclass(frozen=True)
class Row:
    """A model of the provider's list. `raw` is its row as the provider wrote it. `apis` are the
    APIs on which the provider serves the model; None when the list does not say.
    """

    id: str
    price: Price
    capability: Capability
    simulated: bool
    apis: frozenset[ApiKind] | None
    raw: dict[str, Any]


def rows_of(body: bytes) -> list[Row]:
    """Return the models in the body of an answer to `/models`. A row without an id is left out.
    Raises ValueError for a body that lists nothing at all."""
    found = read_json(body)
    if isinstance(found, dict):
        found = found.get("data", found.get("models"))
    if not isinstance(found, list):
        raise ValueError("the list of models has no `data`")
    return [_row(row) for row in found if isinstance(row, dict) and _id(row)]


def _id(row: dict[str, Any]) -> str:
    found = row.get("id")
    return mended(found) if isinstance(found, str) else ""


def _row(row: dict[str, Any]) -> Row:
    pricing, architecture = row.get("pricing"), row.get("architecture")
    modalities = architecture.get("input_modalities") if isinstance(architecture, dict) else None
    return Row(
        id=_id(row),
        price=Price.of(as_object(pricing)),
        capability=Capability(
            context_length=next(filter(None, (_count(row.get(name)) for name in _LENGTHS)), None),
            input_modalities=_texts(modalities),
        ),
        simulated=row.get("simulated") is True,
        apis=_apis(row.get("supported_endpoints")),
        raw=row,
    )


def _count(value: Any) -> int | None:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return int(found) if 1 <= found <= _MOST_TOKENS else None


def _apis(value: Any) -> frozenset[ApiKind] | None:
    named = _texts(value)
    if named is None:
        return None
    paths = (path.removeprefix("/v1") for path in named)
    return frozenset(_APIS[path] for path in paths if path in _APIS)


def _texts(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(text for text in value if isinstance(text, str) and text.strip()) or None
