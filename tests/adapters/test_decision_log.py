"""Decisions are written in batches, compressed, and kept if that fails."""

import gzip
import json
from typing import Any

from adapters.aws.blobs import Blobs
from adapters.hot_path.decision_log import DecisionLog
from tests.samples import NOON


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def written(blobs: Blobs) -> list[list[dict[str, Any]]]:
    found = []
    for key in blobs.keys("decisions/2026/06/11/12/"):
        body = blobs.client.get_object(Bucket=blobs.bucket, Key=key)["Body"].read()
        found.append([json.loads(line) for line in gzip.decompress(body).splitlines()])
    return sorted(found, key=len)


def test_lines_wait_for_a_minute(blobs: Blobs) -> None:
    clock = Clock()
    log = DecisionLog(blobs, clock)
    for n in range(3):
        log.write({"n": n}, NOON)
    clock.now = 60.0
    log.write({"n": 3}, NOON)
    assert [[row["n"] for row in rows] for rows in written(blobs)] == [[0], [1, 2, 3]]


def test_or_for_five_hundred_of_them(blobs: Blobs) -> None:
    log = DecisionLog(blobs, Clock())
    for n in range(501):
        log.write({"n": n}, NOON)
    assert [len(rows) for rows in written(blobs)] == [1, 500]


def test_what_could_not_be_written_is_written_later(blobs: Blobs) -> None:
    clock = Clock()
    log = DecisionLog(Blobs(blobs.client, "nowhere"), clock)
    log.write({"n": 0}, NOON)
    log.blobs = blobs
    clock.now = 60.0
    log.write({"n": 1}, NOON)
    assert [row["n"] for (row, *rest) in written(blobs) for row in (row, *rest)] == [0, 1]


def test_memory_is_bounded_when_it_can_never_be_written(blobs: Blobs) -> None:
    clock = Clock()
    log = DecisionLog(Blobs(blobs.client, "nowhere"), clock)
    log._waiting = ["x"] * 5_000
    log.write({"n": 0}, NOON)
    assert len(log._waiting) == 5_000
