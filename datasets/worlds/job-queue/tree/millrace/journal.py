"""Exports events into journal segments, from which a lost database can be rebuilt.

The format is described in docs/journal.md. There is only the writer yet.
"""

import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

from millrace.store import events

VERSION = 2


def name_of(number: int) -> str:
    return f"journal-{number}.log"


def header(number: int, first_seq: int) -> str:
    return f"#millrace-journal v{VERSION} segment={number} from={first_seq}"


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n")


def line_of(seq: int, at: int, kind: str, job_id: int, fence: int, data: str) -> str:
    body = f"{seq}|{at}|{kind}|{job_id}|{fence}|{escape(data)}"
    return f"{body}|{zlib.crc32(body.encode()):08x}"


class Writer:
    """Appends to the newest segment of a folder. A new segment begins with the last `overlap`
    lines of the one before, byte for byte, so that no segment stands alone."""

    def __init__(self, folder: Path, rotate_lines: int = 5000, overlap: int = 3) -> None:
        self._folder, self._rotate, self._overlap = folder, rotate_lines, overlap
        folder.mkdir(parents=True, exist_ok=True)
        self._number, self._tail, self._count = 0, [], 0

    def write(self, lines: Iterable[tuple[int, str]]) -> None:
        for seq, line in lines:
            if not self._number or self._count >= self._rotate:
                self._rotate_at(seq)
            self._append(line)
            self._tail = [*self._tail, line][-self._overlap :] if self._overlap else []

    def _rotate_at(self, seq: int) -> None:
        self._number += 1
        first = int(self._tail[0].split("|")[0]) if self._tail else seq
        self._count = 0
        self._put(header(self._number, first))
        for line in self._tail:
            self._append(line)

    def _append(self, line: str) -> None:
        self._put(line)
        self._count += 1

    def _put(self, line: str) -> None:
        with (self._folder / name_of(self._number)).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def export(db: sqlite3.Connection, writer: Writer, after: int = 0) -> int:
    """Write the events after `after`; return the last sequence number written."""
    while rows := events.since(db, after):
        writer.write((row["seq"], line_of(*tuple(row))) for row in rows)
        after = rows[-1]["seq"]
    return after
