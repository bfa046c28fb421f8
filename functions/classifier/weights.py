"""Reads the weight file of the linear classifier."""

import base64
import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contracts.digest import digest_of

WEIGHTS = Path(__file__).with_name("linear_weights.json")
Steps = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True)
class Model:
    """The weights. Each of `rows` belongs to one feature and has a column for each value of each
    output.
    """

    places: Mapping[int, int]
    rows: Sequence[Sequence[int]]
    scales: Sequence[float]
    bias: Sequence[float]
    temperatures: Sequence[float]
    shares: Mapping[str, float]
    steps: Steps
    tier_steps: Steps
    familiar: float


def fingerprint() -> str:
    """Return the digest of the weights; with another digest it is another classifier."""
    return digest_of(_text())


@cache
def load() -> Model:
    """Return the model of the weight file, which is read once in a process."""
    return read(_text())


@cache
def _text() -> str:
    return WEIGHTS.read_text(encoding="utf-8")


def read(text: str) -> Model:
    raw = json.loads(text)
    keys, flat = array("I", _bytes(raw["keys"])), array("b", _bytes(raw["weights"]))
    width = len(raw["bias"])
    return Model(
        places={key: place for place, key in enumerate(keys)},
        rows=[flat[n : n + width] for n in range(0, len(flat), width)],
        scales=raw["scales"],
        bias=raw["bias"],
        temperatures=raw["temperatures"],
        shares=raw["shares"],
        steps=_steps(raw["steps"]),
        tier_steps=_steps(raw["tierSteps"]),
        familiar=raw["familiar"],
    )


def _steps(raw: Mapping[str, Sequence[float]]) -> Steps:
    return tuple(raw["from"]), tuple(raw["score"])


def _bytes(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))
