"""Make the reference of the config's fields from `contracts.config`.

`python -m cli.config_docs` renews the table in docs/configuration.md."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel

from contracts.config import ConfigDraft
from contracts.control_record import ControlRecord
from contracts.tier import TierBars

DOCUMENT = Path(__file__).parents[1] / "docs" / "configuration.md"
_TABLE = re.compile(r"(?<=<!-- made by cli.config_docs -->\n).*?(?=<!-- end -->)", re.S)


_KINDS = {"boolean": "true or false", "string": "text", "null": "null"}


@dataclass(frozen=True)
class ConfigField:
    """A field of the config; `default` is JSON, or `required`."""

    name: str
    bounds: str
    default: str
    meaning: str


def fields() -> Iterator[ConfigField]:
    schema = ConfigDraft.model_json_schema()
    meanings = _docstrings()
    for name, field in ConfigDraft.model_fields.items():
        value = json.dumps(field.default, default=plain) if not field.is_required() else ""
        camel = to_camel(name)
        bounds = _bounds(schema["properties"][camel], schema["$defs"])
        yield ConfigField(camel, bounds, value or "required", meanings[name])


def plain(value: TierBars | ControlRecord) -> Any:
    """Return a default without the fields that say nothing."""
    if isinstance(value, TierBars):
        return value.wire()
    found = value.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: each for name, each in found.items() if each}


def table() -> str:
    rows = [_row(field) for field in fields()]
    head = "| field | bounds | default | meaning |\n|---|---|---|---|\n"
    return head + "".join(rows)


def renewed(document: str) -> str:
    return _TABLE.sub(lambda _: table(), document)


def _row(field: ConfigField) -> str:
    default = field.default if field.default == "required" else f"`{field.default}`"
    meaning = re.sub(r"docs/(\w+)\.md", r"[\1](\1.md)", field.meaning)
    return f"| `{field.name}` | {field.bounds} | {default} | {meaning} |\n"


def _docstrings() -> dict[str, str]:
    """Return the docstring of each field, on one line."""
    (found,) = ast.parse(inspect.getsource(ConfigDraft)).body
    assert isinstance(found, ast.ClassDef)
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in zip(found.body, found.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _bounds(of: dict[str, Any], defs: dict[str, Any]) -> str:
    if "$ref" in of:
        return _bounds(defs[of["$ref"].rpartition("/")[2]], defs)
    if "anyOf" in of:
        return " or ".join(_bounds(each, defs) for each in of["anyOf"])
    if "enum" in of:
        return ", ".join(f"`{value}`" for value in of["enum"])
    match of.get("type"):
        case "array":
            return f"list of {_bounds(of['items'], defs)}, {_number(of, 'Items')}"
        case "object":
            return f"`{{{', '.join(of['properties'])}}}`"
        case "integer" | "number" as kind:
            return _number(of, "imum") or kind
    return _KINDS[of["type"]]


def _number(of: dict[str, Any], unit: str) -> str:
    least, most = of.get(f"min{unit}"), of.get(f"max{unit}")
    above = of.get("exclusiveMinimum")
    if above is not None:
        return f"above {above}" + ("" if most is None else f", up to {most}")
    if least is None:
        return "" if most is None else f"up to {most}"
    return f"{least} or more" if most is None else f"{least} to {most}"


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text()))
