"""The key of a result: everything that it depends on, and nothing else (docs/cache.md)."""

import hashlib

from heron.api.context import Context
from heron.api.model import Document
from heron.config.schema import SCHEMA
from heron.plugins.manifest import Manifest
from heron.util.globs import matching

FORMAT = 5


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def common_of(manifest: Manifest, context: Context, documents: list[str]) -> str:
    """Return what all keys of a plugin in one run have in common."""
    parts = [str(FORMAT), manifest.name]
    for name in ("plugin.toml", f"{manifest.entry}.py"):
        parts.append(digest((manifest.folder / name).read_bytes()))
    for pattern in manifest.uses:
        if pattern == "paths":
            parts += documents
        else:
            parts += [_state(context, name) for name in matching(context.root, [pattern])]
    for key, value in context.settings.items():
        if key in manifest.defaults or key in SCHEMA:
            parts.append(f"{key}={value}")
    return digest("|".join(parts).encode())


def _state(context: Context, name: str) -> str:
    return f"{name}:{(context.root / name).stat().st_size}"


def key_of(common: str, hook: str, document: Document, *, sees_path: bool) -> str:
    """Return the key of what a plugin makes of a document."""
    place = document.path if sees_path else ""
    parts = [common, hook, place, document.parser, digest(document.text.encode())]
    return digest("|".join(parts).encode())
