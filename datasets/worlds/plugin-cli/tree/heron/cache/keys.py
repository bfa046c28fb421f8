"""The key of a result: everything that it depends on, and nothing else (docs/cache.md)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from heron.api.context import Context
from heron.api.model import Document
from heron.plugins.manifest import Manifest
from heron.util.globs import matches, matching

FORMAT = 4


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def code_digest(manifest: Manifest) -> str:
    """Return the digest of a plugin's files, so that an edit without a new version counts."""
    parts = []
    for path in sorted(manifest.folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            parts.append([str(path.relative_to(manifest.folder)), digest(path.read_bytes())])
    return digest(canonical(parts))


def used_digest(manifest: Manifest, context: Context, own: Iterable[str]) -> str:
    """Return the digest of the further files that a plugin uses; "paths" in `uses` stands for the
    names of all files. What matches `own`, as the cache itself, does not count.
    """
    parts: list[list[str]] = []
    names = [n for n in matching(context.root, ["**/*"]) if not matches(n, own)]
    for pattern in sorted(manifest.uses):
        if pattern == "paths":
            parts.append(["paths", *names])
            continue
        for name in names:
            if matches(name, [pattern]):
                parts.append([name, digest((context.root / name).read_bytes())])
    return digest(canonical(parts))


def key_of(
    hook: str, manifest: Manifest, code: str, used: str, context: Context, document: Document
) -> str:
    """Return the key of what an implementation makes of a document."""
    seen = {"suffix": document.suffix, "path": document.path if manifest.sees_path else None}
    whole = [FORMAT, hook, manifest.name, code, used, dict(context.settings), seen]
    return digest(canonical([*whole, digest(document.text.encode()), document.parser]))


def canonical(value: Any) -> bytes:
    """Return a value of settings as bytes, dates of TOML included."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_dated)
    return text.encode()


def _dated(value: Any) -> Any:
    return {f"a {type(value).__name__}": str(value)}
