"""Finds an export by its name in config/exports.json."""

import importlib
import json
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent.parent / "config" / "exports.json"


def names():
    return sorted(json.loads(_FILE.read_text(encoding="utf-8")))


def render(name, conn, **options):
    """Return the text of an export. Raises KeyError for a name that is not configured."""
    entry = json.loads(_FILE.read_text(encoding="utf-8"))[name]
    module, _, function = entry["call"].partition(":")
    call = getattr(importlib.import_module(module), function)
    return call(conn, **{**entry.get("options", {}), **options})
