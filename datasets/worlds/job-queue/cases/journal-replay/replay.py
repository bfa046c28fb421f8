"""Rebuilds the state of all jobs from a folder of journal segments (docs/journal.md)."""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from millrace.errors import JournalCorrupt
from millrace.model import CANCELLED, DEAD, DONE, LEASED, READY
from millrace.retry import RetryPolicy, delay_ms

_SEGMENT = re.compile(r"journal-([1-9][0-9]*)\.log")
_HEADER = re.compile(r"#millrace-journal v2 segment=([0-9]+) from=([0-9]+)")
_DIGITS = re.compile(r"[0-9]+")
_CRC = re.compile(r"[0-9a-f]{8}")
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_ESCAPES = {"\\": "\\", "p": "|", "n": "\n"}


class _Bad(Exception):
    pass


def replay(folder: Path, policy: RetryPolicy) -> dict[str, Any]:
    jobs: dict[int, dict[str, Any]] = {}
    seen: dict[int, bytes] = {}
    last = 0
    for segment, number, line in _lines(Path(folder)):
        try:
            seq, record = _record(line)
            if seq in seen:
                if seen[seq] != line:
                    raise _Bad("the same seq with other content")
                continue
            if seq <= last:
                raise _Bad("seq goes down")
            _apply(jobs, record, policy)
        except _Bad as error:
            raise JournalCorrupt(segment, number, str(error)) from None
        seen[seq], last = line, seq
    return {"last_seq": last, "jobs": jobs}


def _segments(folder: Path) -> list[tuple[int, str, list[bytes], int]]:
    found = []
    for path in folder.iterdir():
        match = _SEGMENT.fullmatch(path.name)
        if match and path.is_file():
            found.append((int(match[1]), path.name, path.read_bytes()))
    found.sort()
    out = []
    for place, (number, name, data) in enumerate(found, 1):
        lines = data.split(b"\n")
        torn = lines.pop()
        if torn and place < len(found):
            raise_at = len(lines) + 1
            lines.append(torn)
            out.append((number, name, lines, raise_at))
        elif lines:
            out.append((number, name, lines, 0))
        elif place < len(found):
            out.append((number, name, [b""], 0))
    return out


def _lines(folder: Path) -> Iterator[tuple[str, int, bytes]]:
    for place, (number, name, lines, torn) in enumerate(_segments(folder), 1):
        if number != place or not _header_fits(number, lines) or torn == 1:
            raise JournalCorrupt(name, 1, "the header does not fit")
        for at, line in enumerate(lines[1:], 2):
            if at == torn:
                raise JournalCorrupt(name, at, "torn, but not at the end of the journal")
            yield name, at, line


def _header_fits(number: int, lines: list[bytes]) -> bool:
    match = _HEADER.fullmatch(lines[0].decode("utf-8", "replace"))
    if not match or match[1] != str(number):
        return False
    first = lines[1].split(b"|")[0] if len(lines) > 1 else None
    if first is None or not first.isdigit():
        return True
    return int(first) == int(match[2])


def _record(line: bytes) -> tuple[int, tuple[int, str, int, int, dict[str, Any]]]:
    body, _, crc = line.rpartition(b"|")
    try:
        parts, told = body.decode().split("|"), crc.decode()
    except UnicodeDecodeError:
        raise _Bad("not UTF-8") from None
    if not _CRC.fullmatch(told) or int(told, 16) != zlib.crc32(body):
        raise _Bad("wrong checksum")
    if len(parts) != 6:
        raise _Bad("not seven columns")
    seq, at, kind, job, fence, text = parts
    if not all(_DIGITS.fullmatch(n) for n in (seq, at, job, fence)):
        raise _Bad("not a number")
    return int(seq), (int(at), kind, int(job), int(fence), _data(text))


def _data(text: str) -> dict[str, Any]:
    def one(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            raise _Bad("no such escape")
        return _ESCAPES[match[1]]

    try:
        data = json.loads(_ESCAPE.sub(one, text))
    except ValueError:
        raise _Bad("data is not JSON") from None
    if not isinstance(data, dict):
        raise _Bad("data is not an object")
    return data


def _apply(
    jobs: dict[int, dict[str, Any]],
    record: tuple[int, str, int, int, dict[str, Any]],
    policy: RetryPolicy,
) -> None:
    at, kind, job_id, fence, data = record
    if kind.startswith("x-"):
        return
    try:
        if kind == "put":
            if job_id in jobs:
                raise _Bad("put twice")
            jobs[job_id] = _new(data, fence)
            return
        job = jobs.get(job_id)
        if job is None:
            raise _Bad("never put")
        if fence < job["fence"]:
            raise _Bad("the fence goes down")
        job.update(_changes(job_id, job, at, kind, data, policy), fence=fence)
    except KeyError as error:
        raise _Bad(f"data: {error} is missing") from None


def _new(data: dict[str, Any], fence: int) -> dict[str, Any]:
    return {
        "state": READY,
        "queue": data["queue"],
        "tenant": data["tenant"],
        "kind": data["job"],
        "priority": data["priority"],
        "attempts": 0,
        "max_attempts": data["max"],
        "run_at": data["run_at"],
        "fence": fence,
    }


def _changes(
    job_id: int, job: dict[str, Any], at: int, kind: str, data: dict[str, Any], policy: RetryPolicy
) -> dict[str, Any]:
    tried = job["attempts"]
    if kind == "take":
        return {"state": LEASED, "attempts": tried + 1}
    if kind == "fail":
        return {"state": READY, "run_at": at + delay_ms(policy, job_id, tried)}
    if kind == "later":
        left = tried if data["counted"] else tried - 1
        return {"state": READY, "run_at": data["run_at"], "attempts": left}
    if kind == "lost":
        return {"state": READY, "run_at": at}
    if kind == "again":
        return {"state": READY, "run_at": data["run_at"], "attempts": 0}
    if kind == "move":
        return {"tenant": data["tenant"]}
    ends = {"done": DONE, "dead": DEAD, "cancel": CANCELLED}
    if kind not in ends:
        raise _Bad(f"unknown kind {kind!r}")
    return {"state": ends[kind]}
