"""Reads the kilo CLI's JSON events."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.json_text import strict_json
from contracts.rounding import in_order


@dataclass(frozen=True)
class Transcript:
    """What the events say. `text` joins all finished text parts; `cost_usd` is None when no event
    names a cost.
    """

    text: str
    cost_usd: float | None
    event_count: int
    last_event_types: tuple[str, ...]


def read_events(lines: Iterable[str]) -> Transcript:
    """Return the transcript. Lines that are not JSON objects with a text `type` are skipped."""
    events = [event for event in map(_event, lines) if event]
    texts = [text for event in events if (text := _text(event)) is not None]
    costs = [cost for event in events if (cost := _cost(event)) is not None]
    return Transcript(
        text="\n".join(texts),
        cost_usd=in_order(costs) if costs else None,
        event_count=len(events),
        last_event_types=tuple(event["type"] for event in events[-3:]),
    )


def _event(line: str) -> dict[str, Any] | None:
    try:
        value = strict_json(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("type"), str) else None


def _field(event: dict[str, Any], name: str) -> Any:
    part = event.get("part")
    inner = part.get(name) if isinstance(part, dict) else None
    return event.get(name) if inner is None else inner


def _text(event: dict[str, Any]) -> str | None:
    time = _field(event, "time")
    finished = isinstance(time, dict) and time.get("end") is not None
    text = _field(event, "text")
    return text if event["type"] == "text" and finished and isinstance(text, str) else None


def _cost(event: dict[str, Any]) -> float | None:
    if event["type"] not in ("step_finish", "step-finish"):
        return None
    part = event.get("part")
    inner = _finite(part.get("cost")) if isinstance(part, dict) else None
    return _finite(event.get("cost")) if inner is None else inner


def _finite(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and abs(value) <= sys.float_info.max else None
