"""API 2: what a plugin imports. Nothing else of heron is promised to plugins."""

from heron.api.context import Context
from heron.api.hooks import Done, hook
from heron.api.model import LEVELS, Document, Finding

__all__ = ["LEVELS", "Context", "Document", "Done", "Finding", "hook"]
