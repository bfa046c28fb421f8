"""Reads a journal back into jobs. One pass, bytes first, text only when the checksum is right."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from millrace.errors import JournalCorrupt
from millrace.retry import RetryPolicy, delay_ms


class Reader:
    def __init__(self, folder: Path, policy: RetryPolicy) -> None:
        self.folder, self.policy = Path(folder), policy
        self.jobs: dict[int, dict] = {}
        self.bytes_of: dict[int, bytes] = {}
        self.last = 0
        self.name, self.line = "", 0

    def fail(self, why: str) -> None:
        raise JournalCorrupt(self.name, self.line, why)

    def number(self, text: str) -> int:
        if not text or set(text) - set("0123456789"):
            self.fail(f"{text!r} is no number")
        return int(text)

    def segments(self) -> list[tuple[int, Path]]:
        found = []
        for path in self.folder.glob("journal-*.log"):
            digits = path.name[8:-4]
            if digits and not set(digits) - set("0123456789") and digits[0] != "0":
                found.append((int(digits), path))
        found.sort()
        while found and b"\n" not in found[-1][1].read_bytes():
            found.pop()
        return found

    def read(self) -> dict:
        segments = self.segments()
        for index, (number, path) in enumerate(segments):
            self.name, self.line = path.name, 1
            if number != index + 1:
                self.fail("a segment is missing")
            self.segment(number, path.read_bytes(), index == len(segments) - 1)
        return {"last_seq": self.last, "jobs": self.jobs}

    def segment(self, number: int, data: bytes, newest: bool) -> None:
        end = data.rfind(b"\n") + 1
        whole, torn = data[:end], data[end:]
        lines = whole.split(b"\n")[:-1]
        if not lines:
            self.fail("no header")
        first = lines[1].partition(b"|")[0] if len(lines) > 1 else None
        head = b"#millrace-journal v2 segment=%d from=" % number
        told = lines[0][len(head) :]
        if not lines[0].startswith(head) or not told.isdigit():
            self.fail("bad header")
        if first is not None and first.isdigit() and int(first) != int(told):
            self.fail("bad first seq")
        for self.line, line in enumerate(lines[1:], 2):
            self.take_in(line)
        if torn and not newest:
            self.line = len(lines) + 1
            self.fail("torn")

    def take_in(self, line: bytes) -> None:
        columns = line.split(b"|")
        if len(columns) != 7 or b"%08x" % zlib.crc32(line[:-9]) != columns[6]:
            self.fail("bad checksum or columns")
        try:
            seq, at, kind, job_id, fence, text, _ = (column.decode() for column in columns)
        except UnicodeDecodeError:
            self.fail("not UTF-8")
        seq = self.number(seq)
        values = (self.number(at), kind, self.number(job_id), self.number(fence), self.data(text))
        if seq in self.bytes_of:
            if self.bytes_of[seq] != line:
                self.fail("two records of one seq")
            return
        if seq <= self.last:
            self.fail("seq runs backwards")
        try:
            self.apply(*values)
        except KeyError as error:
            self.fail(f"no {error} in data")
        self.bytes_of[seq], self.last = line, seq

    def data(self, text: str) -> dict:
        out, rest = "", text
        while "\\" in rest:
            before, _, rest = rest.partition("\\")
            out += before
            if rest[:1] not in ("\\", "p", "n"):
                self.fail("bad escape")
            out += {"\\": "\\", "p": "|", "n": "\n"}[rest[0]]
            rest = rest[1:]
        try:
            data = json.loads(out + rest)
        except ValueError:
            self.fail("data is no JSON")
        if type(data) is not dict:
            self.fail("data is no object")
        return data

    def apply(self, at: int, kind: str, job_id: int, fence: int, data: dict) -> None:
        if kind[:2] == "x-":
            return
        if kind == "put":
            if job_id in self.jobs:
                self.fail("put twice")
            self.jobs[job_id] = {
                "state": "ready", "queue": data["queue"], "tenant": data["tenant"],
                "kind": data["job"], "priority": data["priority"], "attempts": 0,
                "max_attempts": data["max"], "run_at": data["run_at"], "fence": fence,
            }
            return
        job = self.jobs.get(job_id)
        if job is None or fence < job["fence"]:
            self.fail("unknown job or old fence")
        job["fence"] = fence
        match kind:
            case "take":
                job["state"] = "leased"
                job["attempts"] += 1
            case "done":
                job["state"] = "done"
            case "dead":
                job["state"] = "dead"
            case "cancel":
                job["state"] = "cancelled"
            case "move":
                job["tenant"] = data["tenant"]
            case "fail":
                job["state"] = "ready"
                job["run_at"] = at + delay_ms(self.policy, job_id, job["attempts"])
            case "lost":
                job["state"], job["run_at"] = "ready", at
            case "again":
                job["state"], job["run_at"], job["attempts"] = "ready", data["run_at"], 0
            case "later":
                job["state"], job["run_at"] = "ready", data["run_at"]
                job["attempts"] -= 0 if data["counted"] else 1
            case _:
                self.fail("unknown kind")


def replay(folder: Path, policy: RetryPolicy) -> dict:
    return Reader(folder, policy).read()
