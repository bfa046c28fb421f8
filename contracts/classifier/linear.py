"""A classifier that costs nothing: linear models over words, without a call to anybody."""

import base64
import json
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path
from typing import Any

from contracts.classification import Classification, ClassifierInput
from contracts.classifier import features
from contracts.digest import digest_of
from contracts.price import Price
from contracts.taxonomy import SUBTYPES, TASK_OF, TaskType

LINEAR = "local/linear"
FREE = Price(prompt=0, completion=0, cached=0)
WEIGHTS = Path(__file__).with_name("linear_weights.json")
# Keyed as in `functions.benchmark.score.WEIGHTS`; in the order of the columns of the weight file.
OUTPUTS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("task_type", tuple(SUBTYPES)),
    ("subtask_type", tuple(TASK_OF)),
    ("context_complexity", ("small", "medium", "large")),
    ("reasoning_complexity", ("low", "medium", "high")),
    ("risk_level", ("low", "medium", "high")),
    (
        "execution_mode",
        ("answer_only", "code_change", "command_execution", "multi_step_project"),
    ),
    ("requires_tools", (False, True)),
)
Probabilities = dict[str, dict[Any, float]]


@dataclass(frozen=True)
class Guess:
    """`expected_score` is what this classification scores on average, 0 to 1, at the least as far
    as the training texts tell: `functions.benchmark.score` against labels of a person."""

    classification: Classification
    expected_score: float


@dataclass(frozen=True)
class Model:
    """`rows` are the weights of one feature each, a column for each value of each output."""

    places: Mapping[int, int]
    rows: Sequence[Sequence[int]]
    scales: Sequence[float]
    bias: Sequence[float]
    temperatures: Sequence[float]
    shares: Mapping[str, float]
    steps: tuple[tuple[float, ...], tuple[float, ...]]
    familiar: float


def guess(request: ClassifierInput) -> Guess:
    """Never fails, whatever the text; the same for the same request. Some milliseconds of CPU
    time, and as many again for the first request of a process."""
    model = load()
    found = probabilities(model, request)
    labels = chosen(found)
    expected = _expected(model, request, margin(model.shares, found, labels))
    return Guess(Classification(**labels, confidence=expected), expected)


def identity() -> str:
    """The digest of the weights: another one, another classifier."""
    return digest_of(_text())


@cache
def load() -> Model:
    """The weight file, read once in a process."""
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
        steps=(tuple(raw["steps"]["from"]), tuple(raw["steps"]["score"])),
        familiar=raw["familiar"],
    )


def _bytes(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))


def probabilities(model: Model, request: ClassifierInput) -> Probabilities:
    """Of every value of every output. For the task type two models have a say: its own, and that
    of the subtypes, which errs elsewhere."""
    found = separate(model, request)
    subs = found["subtask_type"]
    both = {
        task: (own + sum(subs[sub] for sub in SUBTYPES[TaskType(task)])) / 2
        for task, own in found["task_type"].items()
    }
    return {**found, "task_type": both}


def separate(model: Model, request: ClassifierInput) -> Probabilities:
    """Of every value of every output, from the model of that output alone."""
    logits = _logits(model, request)
    found: Probabilities = {}
    start = 0
    for (name, values), temperature in zip(OUTPUTS, model.temperatures, strict=True):
        mine = [each / temperature for each in logits[start : start + len(values)]]
        found[name] = dict(zip(values, _softmax(mine), strict=True))
        start += len(values)
    return found


def _logits(model: Model, request: ClassifierInput) -> list[float]:
    """Each kind of feature counts as much as any other, however many there are of it."""
    total = list(model.bias)
    for block in features.blocks(request):
        known = [model.rows[model.places[key]] for key in block if key in model.places]
        share = 1 / sqrt(len(block) or 1)
        for column, weight in enumerate(map(sum, zip(*known, strict=True))):
            total[column] += share * weight * model.scales[column]
    return total


def _softmax(logits: Sequence[float]) -> list[float]:
    top = max(logits)
    powers = [exp(each - top) for each in logits]
    total = sum(powers)
    return [each / total for each in powers]


def chosen(found: Probabilities) -> dict[str, Any]:
    """The likeliest value of each output; the subtype is the likeliest of the task type."""
    labels = {name: max(values, key=values.__getitem__) for name, values in found.items()}
    subs = SUBTYPES[TaskType(labels["task_type"])]
    labels["subtask_type"] = max(subs, key=found["subtask_type"].__getitem__)
    return labels


def margin(shares: Mapping[str, float], found: Probabilities, labels: Mapping[str, Any]) -> float:
    """The score to be expected if the probabilities were true."""
    return sum(share * found[name][labels[name]] for name, share in shares.items())


def familiarity(model: Model, request: ClassifierInput) -> float:
    """The share of its words that the model knows; low for other languages."""
    words = features.words_of(request)
    return sum(word in model.places for word in words) / (len(words) or 1)


def _expected(model: Model, request: ClassifierInput, margin: float) -> float:
    """From the calibration; the least of it for a text in words that the model does not know."""
    starts, scores = model.steps
    known = familiarity(model, request) >= model.familiar
    return scores[max(0, bisect_right(starts, margin) - 1)] if known else scores[0]
