"""The API description: the routes of the code with the texts of docs/api.json."""

import json
import re
from pathlib import Path

from shop import __version__
from shop.http.router import ROUTES

_FILE = Path(__file__).resolve().parent.parent / "docs" / "api.json"


def texts():
    """Return `METHOD path` → {summary, errors}."""
    return json.loads(_FILE.read_text(encoding="utf-8"))


def document():
    """Return a document in the shape of OpenAPI 3.1."""
    described, paths = texts(), {}
    for route in ROUTES:
        text = described.get(f"{route.method} {route.path}", {})
        paths.setdefault(route.path, {})[route.method.lower()] = {
            "summary": text.get("summary", ""),
            "x-role": route.role,
            "x-errors": text.get("errors", []),
            "parameters": [*_path(route.path), *_headers(route)],
        }
    return {"openapi": "3.1.0", "info": {"title": "shop", "version": __version__}, "paths": paths}


def _path(path):
    return [{"name": n, "in": "path", "required": True} for n in re.findall(r"\{(\w+)\}", path)]


def _headers(route):
    if not route.idempotent:
        return []
    return [{"name": "Idempotency-Key", "in": "header", "required": True}]
