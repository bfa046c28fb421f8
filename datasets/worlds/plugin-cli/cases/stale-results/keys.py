"""The key of a result: everything that it depends on, and nothing else (docs/cache.md)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from heron.api.context import Context
from heron.api.model import Document
from heron.cache.codec import text_of
from heron.plugins.manifest import Manifest
from heron.util.globs import matches, matching

FORMAT = 6


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def common_of(manifest: Manifest, context: Context, own: Iterable[str]) -> str:
    """Return what all keys of a plugin in one run have in common. Files that match `own` do not
    count.
    """
    code = [
        [path.relative_to(manifest.folder).as_posix(), digest(path.read_bytes())]
        for path in sorted(manifest.folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    names = [name for name in matching(context.root, ["**/*"]) if not matches(name, own)]
    used: list[Any] = [["paths", *names]] if "paths" in manifest.uses else []
    for name in names:
        if matches(name, [pattern for pattern in manifest.uses if pattern != "paths"]):
            used.append([name, digest((context.root / name).read_bytes())])
    return digest(canonical([FORMAT, manifest.name, code, used, dict(context.settings)]))


def key_of(common: str, call: list[Any], document: Document, *, sees_path: bool) -> str:
    """Return the key of what an implementation makes of a document. Raises Unkept."""
    parsed = [document.parser, text_of(document.parsed)] if call[0] == "check" else None
    seen = [document.suffix, document.path if sees_path else None]
    return digest(canonical([common, call, seen, parsed, digest(document.text.encode())]))


def canonical(value: Any) -> bytes:
    """Return a value of settings as bytes, dates of TOML included."""
    return json.dumps(value, sort_keys=True, default=_dated).encode()


def _dated(value: Any) -> Any:
    return {f"a {type(value).__name__}": str(value)}
