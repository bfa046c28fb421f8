"""Reads a classifier model's answer, however it is wrapped, as the reference system does."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from contracts.classification import Classification
from contracts.errors import Malformed
from contracts.taxonomy import SUBTYPES, TASK_OF, TASK_TYPES, SubtaskType, TaskType

Stage = Literal["invalid_json", "invalid_schema"]
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
_AXES = FIELDS[2:6]
_WRAPPERS = ("classification", "result", "output")
_CONFIDENCE_KEYS = ("confidence", "score", "value", "level", "label", "rating")
_CONFIDENCE_WORDS = {"very high": 0.95, "high": 0.85, "medium": 0.6, "moderate": 0.6, "low": 0.35}


@dataclass(frozen=True)
class ParseFailure:
    """Why an answer cannot be read. It names fields and keys, never the answer's text."""

    stage: Stage
    keys: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        return f"{self.stage}: {', '.join(self.fields[:5])}" if self.fields else self.stage


def parse(text: str) -> Classification | ParseFailure:
    """Return the classification in `text`, or where reading it failed."""
    try:
        value = next(_json_values(text.strip()))
    except StopIteration:
        return ParseFailure("invalid_json")
    if not isinstance(value, dict):
        return ParseFailure("invalid_schema", fields=("<root>",))
    record = _unwrap(value)
    fields = _read(record)
    try:
        return Classification.from_wire(fields)
    except Malformed:
        bad = tuple(name for name, kind in _KINDS.items() if not _fits(fields[name], kind))
        return ParseFailure("invalid_schema", tuple(record)[:20], bad)


_KINDS = {field.encode_name: field.type for field in msgspec.structs.fields(Classification)}


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _json_values(text: str) -> Iterator[Any]:
    for candidate in (text, _fenced(text), first_balanced(text, "{")):
        if candidate:
            try:
                yield json.loads(candidate, parse_constant=_refuse)
            except (ValueError, RecursionError):
                continue


def _fenced(text: str) -> str | None:
    fence, inner, end = text[:3], text[3:-3], text[3:][-3:]
    if (fence, end) != ("```", "```"):
        return None
    return (inner[4:] if inner[:4].lower() == "json" else inner).strip()


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def first_balanced(text: str, opening: str) -> str | None:
    """Return the first `{...}` or `[...]` of `text` whose brackets match outside of strings."""
    start = text.find(opening)
    closing = {"{": "}", "[": "]"}[opening]
    depth, quoted, escaped = 0, False, False
    for at in range(start, len(text)) if start >= 0 else ():
        char = text[at]
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
            continue
        quoted = char == '"'
        depth += (char == opening) - (char == closing)
        if depth == 0:
            return text[start : at + 1]
    return None


def _unwrap(value: dict[str, Any]) -> dict[str, Any]:
    return next((value[k] for k in _WRAPPERS if isinstance(value.get(k), dict)), value)


def _read(record: Mapping[str, Any]) -> dict[str, Any]:
    raw = {field: _either(record, field) for field in FIELDS}
    task, subtask = _types(raw["taskType"], raw["subtaskType"])
    axes = {name: _plain(raw[name]) for name in _AXES}
    allowed = {_plain(mode): mode for mode in _MODES}
    axes["executionMode"] = allowed.get(axes["executionMode"], axes["executionMode"])
    return {
        "taskType": task,
        "subtaskType": subtask,
        **axes,
        "requiresTools": _boolean(raw["requiresTools"]),
        "confidence": _confidence(raw["confidence"]),
    }


_MODES = ("answer_only", "code_change", "command_execution", "multi_step_project")


def _either(record: Mapping[str, Any], camel: str) -> Any:
    value = record.get(camel)
    snake = re.sub(r"[A-Z]", lambda m: "_" + m.group().lower(), camel)
    return record.get(snake) if value is None else value


def _plain(value: Any) -> str | None:
    return re.sub(r"[^a-z0-9]", "", value.lower()) if isinstance(value, str) else None


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
