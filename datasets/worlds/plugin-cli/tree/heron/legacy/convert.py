"""Findings and numbers between API 1 and API 2."""

from typing import Any

from heron.api.model import Document, Finding

LEVELS = {"info": "note", "warn": "warning", "err": "error"}


def findings_of(plugin: str, document: Document, found: list[tuple[Any, ...]] | None) -> list[Finding]:
    """Return findings of API 2. A line beyond the end is a finding on the file as a whole."""
    out = []
    for line, code, message, *level in found or ():
        number = line + 1 if 0 <= line < len(document.lines) else 0
        name = LEVELS.get(level[0], level[0]) if level else "warning"
        out.append(Finding(document.path, number, f"{plugin}:{code.lower()}", name, message))
    return out


def stats_of(summary: dict[str, int]) -> dict[str, int]:
    return {
        "files": summary["documents"],
        "problems": summary["findings"],
        "dropped": summary["filtered"],
    }
