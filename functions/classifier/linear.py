"""The linear classifier: linear models over words, which call no provider and cost nothing."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import exp, sqrt
from typing import Any

from contracts.classification import Classification, ClassifierInput
from contracts.hot_record import replace
from contracts.price import Price
from contracts.taxonomy import (
    SUBTYPES,
    TASK_OF,
    ContextComplexity,
    ExecutionMode,
    Level,
    TaskType,
)
from contracts.tier import TIERS, Tier, points, tier_of
from functions.classifier import features, weights
from functions.classifier.weights import Model, Steps

LINEAR = "local/linear"
FREE = Price(prompt=0, completion=0, cached=0)
# Keyed as in `functions.benchmark.grade.label_score.WEIGHTS`, in the order of the weight file's
# columns.
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
    """A classification, and at least how good it is by the training texts: its average score, 0 to
    1, against a person's labels (`functions.benchmark.grade.label_score`), and the share of right
    tiers.
    """

    classification: Classification
    expected_score: float
    expected_tier: float

    @property
    def expected(self) -> float:
        """The lower of the two, because labels can be right where the tier is wrong and vice
        versa.
        """
        return min(self.expected_score, self.expected_tier)


def guess(request: ClassifierInput) -> Guess:
    """Return the same guess for the same request; never fail. It takes about a millisecond of CPU
    time, and twice as many for the first request of a process.
    """
    model = weights.load()
    found = probabilities(model, request)
    labels = chosen(found)
    classification = Classification(**labels, confidence=0.0)
    score, tier = margin(model.shares, found, labels), tier_share(found, classification.tier)
    if familiarity(model, request) < model.familiar:
        score = tier = 0.0
    expected = _promised(model.steps, score)
    told = replace(classification, confidence=expected)
    return Guess(told, expected, _promised(model.tier_steps, tier))


def probabilities(model: Model, request: ClassifierInput) -> Probabilities:
    """Return the probability of each value of each output. For the task type it is the mean of two
    models, of the types and of the subtypes, which err in different places.
    """
    found = separate(model, request)
    subs = found["subtask_type"]
    both = {
        task: (own + sum(subs[sub] for sub in SUBTYPES[TaskType(task)])) / 2
        for task, own in found["task_type"].items()
    }
    return {**found, "task_type": both}


def separate(model: Model, request: ClassifierInput) -> Probabilities:
    """Return the probability of each value of each output, by the model of that output alone."""
    logits = _logits(model, request)
    found: Probabilities = {}
    start = 0
    for (name, values), temperature in zip(OUTPUTS, model.temperatures, strict=True):
        mine = [each / temperature for each in logits[start : start + len(values)]]
        found[name] = dict(zip(values, _softmax(mine), strict=True))
        start += len(values)
    return found


def _logits(model: Model, request: ClassifierInput) -> list[float]:
    """Return the logits. Each kind of feature counts the same, however many features it has."""
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
    """Return the likeliest value of each output; the subtype is the likeliest of the task type."""
    labels = {name: max(values, key=values.__getitem__) for name, values in found.items()}
    subs = SUBTYPES[TaskType(labels["task_type"])]
    labels["subtask_type"] = max(subs, key=found["subtask_type"].__getitem__)
    return labels


def margin(shares: Mapping[str, float], found: Probabilities, labels: Mapping[str, Any]) -> float:
    """Return the expected score, 0 to 1, if the probabilities were true."""
    return sum(share * found[name][labels[name]] for name, share in shares.items())


def tier_share(found: Probabilities, tier: Tier) -> float:
    """Return the probability of `tier`, if the probabilities were true and the axes independent."""
    return sum(
        found["reasoning_complexity"][r]
        * found["context_complexity"][c]
        * found["execution_mode"][m]
        * found["risk_level"][k]
        for r, c, m, k in _OF_TIER[tier]
    )


def _of(tier: Tier) -> list[tuple[Level, ContextComplexity, ExecutionMode, Level]]:
    every = product(Level, ContextComplexity, ExecutionMode, Level)
    return [axes for axes in every if tier_of(points(*axes)) is tier]


_OF_TIER = {tier: _of(tier) for tier in TIERS}


def familiarity(model: Model, request: ClassifierInput) -> float:
    """Return the share of the request's words that the model knows; low in other languages."""
    words = features.words_of(request)
    return sum(word in model.places for word in words) / (len(words) or 1)


def _promised(steps: Steps, margin: float) -> float:
    starts, scores = steps
    return scores[max(0, bisect_right(starts, margin) - 1)]
