"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def pages(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), max(size, 1)):
        yield rows[start : start + size]


def write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_text(text)
    os.replace(part, target)
