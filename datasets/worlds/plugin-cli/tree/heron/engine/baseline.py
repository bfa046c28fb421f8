"""Known findings, which are not told again until their place changes."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from heron.api.model import Document, Finding


def fingerprint(finding: Finding, text: str) -> str:
    """Return what stays the same when lines move: code, path, and the line without its spaces."""
    squeezed = "".join(text.split())
    return hashlib.sha256(f"{finding.code}\n{finding.path}\n{squeezed}".encode()).hexdigest()[:16]


def line_of(finding: Finding, document: Document) -> str:
    return document.lines[finding.line - 1] if 0 < finding.line <= len(document.lines) else ""


def read(path: Path) -> Counter[str]:
    """Return how often each fingerprint is known."""
    if not path.is_file():
        return Counter()
    data = json.loads(path.read_text(encoding="utf-8"))
    return Counter({row["fingerprint"]: row["count"] for row in data["known"]})


def write(path: Path, found: Iterable[tuple[Finding, Document]]) -> int:
    """Write a baseline that knows these findings; return how many there are."""
    rows: dict[str, dict[str, object]] = {}
    for finding, document in found:
        key = fingerprint(finding, line_of(finding, document))
        row = rows.setdefault(key, {"fingerprint": key, "code": finding.code, "path": finding.path, "count": 0})
        row["count"] = int(str(row["count"])) + 1
    known = sorted(rows.values(), key=lambda row: (str(row["path"]), str(row["code"]), str(row["fingerprint"])))
    path.write_text(json.dumps({"version": 2, "known": known}, indent=1) + "\n", encoding="utf-8")
    return sum(int(str(row["count"])) for row in known)
