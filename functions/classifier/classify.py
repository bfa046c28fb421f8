"""Classifies a request, by the same code in production and in the benchmark."""

from dataclasses import dataclass
from typing import Literal

from contracts.classification import Classification, ClassifierInput
from contracts.completion import Complete
from contracts.errors import ProviderFailure
from contracts.tuning import DEFAULT, Tuning
from functions.classifier import linear, prompt, weights
from functions.classifier.fallback import fallback
from functions.classifier.parse import ParseFailure, parse
from functions.classifier.prompt import messages, parameters
from functions.classifier.side import ruled

# As in the reference system.
DEFAULT_CLASSIFIER = "google/gemini-2.5-flash-lite"
FallbackReason = Literal["no_text", "invalid_output"]


@dataclass(frozen=True)
class Outcome:
    """A classification and its cost. `cost_usd` adds both attempts; None when the provider named
    neither, and a lower bound unless `priced`. `fallback` says why it is a guess by keywords;
    `problem` is what was wrong with the first answer.
    """

    classification: Classification
    cost_usd: float | None
    priced: bool = True
    retried: bool = False
    fallback: FallbackReason | None = None
    problem: str | None = None


@dataclass(frozen=True)
class _Answer:
    """A classification, or the reason why there is none and the problem."""

    cost_usd: float | None
    classification: Classification | None = None
    reason: FallbackReason | None = None
    problem: str | None = None

    @property
    def priced(self) -> bool:
        return self.cost_usd is not None


def classify(
    request: ClassifierInput, model: str, complete: Complete, tuning: Tuning = DEFAULT
) -> Outcome:
    """Return what `model` answers, asked again when its answer is unusable, or else a guess by
    keywords. The linear classifier is computed here and costs nothing; a request of an agent's
    program for itself is classified by rule.

    Raises ProviderFailure when a call fails; it carries the USD billed before.
    """
    if by_rule := ruled(request):
        return Outcome(by_rule, 0.0)
    if model == linear.LINEAR:
        return Outcome(linear.guess(request).classification, 0.0)
    first = _ask(request, model, complete, tuning)
    if first.classification:
        return Outcome(first.classification, first.cost_usd, first.priced)
    try:
        second = _ask(request, model, complete, tuning)
    except ProviderFailure as error:
        error.cost_usd = added(first.cost_usd, error.cost_usd)
        error.priced = first.priced and error.priced
        raise
    return Outcome(
        second.classification or fallback(request),
        added(first.cost_usd, second.cost_usd),
        first.priced and second.priced,
        retried=True,
        fallback=second.reason,
        problem=first.problem,
    )


def fingerprint(model: str, tuning: Tuning) -> str:
    """Return the digest of the classifier `model`: of its instructions, or of its weights."""
    return weights.fingerprint() if model == linear.LINEAR else prompt.fingerprint(tuning)


def _ask(request: ClassifierInput, model: str, complete: Complete, tuning: Tuning) -> _Answer:
    answer = complete(model, messages(request), parameters(tuning))
    if not answer.text or not answer.text.strip():
        problem = f"no text, finish reason {answer.finish_reason}"
        return _Answer(answer.cost_usd, reason="no_text", problem=problem)
    found = parse(answer.text)
    if isinstance(found, ParseFailure):
        return _Answer(answer.cost_usd, reason="invalid_output", problem=found.summary)
    return _Answer(answer.cost_usd, found)


def added(left: float | None, right: float | None) -> float | None:
    """Return the sum of the known costs in USD; None when both are unknown."""
    known = [cost for cost in (left, right) if cost is not None]
    return sum(known) if known else None
