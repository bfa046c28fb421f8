"""Reads the eight fields of a classification, as models spell them."""

import math
import re
from collections.abc import Mapping
from typing import Any

from contracts.taxonomy import AXES, SUBTYPES, TASK_OF, TASK_TYPES, SubtaskType, TaskType

FIELDS = (
    "taskType",
    "subtaskType",
    "contextComplexity",
    "reasoningComplexity",
    "riskLevel",
    "executionMode",
    "requiresTools",
    "confidence",
)
_CONFIDENCE_KEYS = ("confidence", "score", "value", "level", "label", "rating")
_CONFIDENCE_WORDS = {"very high": 0.95, "high": 0.85, "medium": 0.6, "moderate": 0.6, "low": 0.35}
_SYNONYMS = {"moderate": "medium"}


def read(record: dict[str, Any]) -> dict[str, Any]:
    """Return the eight fields with the values that a classification has; a value that cannot be
    read stays as it is, or is None.
    """
    plain = {_plain(key): value for key, value in reversed(record.items()) if value is not None}
    raw = {field: _of(record, plain, field) for field in FIELDS}
    task, subtask = _types(raw["taskType"], raw["subtaskType"])
    return {
        "taskType": task,
        "subtaskType": subtask,
        **{axis: _AXIS_NAMES[axis].get(_plain(raw[axis]), _plain(raw[axis])) for axis in AXES},
        "requiresTools": _boolean(raw["requiresTools"]),
        "confidence": _confidence(raw["confidence"]),
    }


def _of(record: Mapping[str, Any], plain: Mapping[str | None, Any], field: str) -> Any:
    value = record.get(field)
    return plain.get(field.lower()) if value is None else value


def _plain(value: Any) -> str | None:
    return re.sub(r"[^a-z0-9]", "", value.lower()) if isinstance(value, str) else None


def _spellings(axis: str, value: str) -> set[str]:
    """Return how a model may write a value: with the name of the axis, or a part of it, behind."""
    words = [word.lower() for word in re.findall(r"[A-Za-z][a-z]+", axis)]
    names = {value, *(name for name, same in _SYNONYMS.items() if same == value)}
    return {f"{_plain(name)}{end}" for name in names for end in ("", *words, "".join(words))}


_AXIS_NAMES: dict[str, dict[str | None, str]] = {
    axis: {name: value for value in values for name in _spellings(axis, value)}
    for axis, values in AXES.items()
}
_TASK_NAMES: dict[str | None, TaskType] = {
    _plain(name): task for task, entry in TASK_TYPES.items() for name in (task.value, entry.label)
}
_SUBTASK_NAMES: dict[str | None, SubtaskType] = {
    _plain(name): sub
    for subs in SUBTYPES.values()
    for sub, entry in subs.items()
    for name in (sub.value, entry.label)
}


def _types(task_value: Any, sub_value: Any) -> tuple[TaskType | None, SubtaskType | None]:
    sub = _SUBTASK_NAMES.get(_plain(sub_value))
    task = _TASK_NAMES.get(_plain(task_value)) or (TASK_OF[sub] if sub else None)
    if task and (sub is None or TASK_OF[sub] is not task):
        sub = next(iter(SUBTYPES[task]))
    return task, sub


def _boolean(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _confidence(value: Any) -> float | None:
    while isinstance(value, dict | list):
        value = _innermost(value)
    if isinstance(value, str):
        return _confidence_text(value.strip().lower())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _share(value)


def _innermost(value: dict[str, Any] | list[Any]) -> Any:
    if isinstance(value, list):
        return value[0] if len(value) == 1 else None
    return next((value[k] for k in _CONFIDENCE_KEYS if value.get(k) is not None), None)


def _share(value: float) -> float | None:
    try:
        found = float(value / 100 if 1 < value <= 100 else value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _confidence_text(text: str) -> float | None:
    if text in _CONFIDENCE_WORDS:
        return _CONFIDENCE_WORDS[text]
    if not text:
        return 0.0
    number = re.search(r"\d+(?:\.\d+)?", text.removesuffix("%"))
    return _share(float(number.group())) if number else None
