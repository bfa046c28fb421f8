"""Classifies the prompts of decider cases as production would, and keeps each as evidence."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import uuid4

from contracts.chunk import Chunk
from contracts.classification import ClassifierInput
from contracts.completion import Complete
from contracts.dataset import DeciderCase
from contracts.digest import digest_of
from contracts.errors import ProviderFailure
from contracts.evidence import Conditions, Evidence
from contracts.failure import FailureCause
from contracts.ports import ClaimPort, EvidencePort
from contracts.result import CaseResult
from contracts.run import RunKind
from contracts.tuning import Tuning
from functions.classifier import linear
from functions.classifier.classify import Outcome, classify
from functions.decide.ask import sure
from functions.evaluate.prompts import request_of
from functions.evaluate.subjects import Derived

PARALLEL = 4  # chosen: calls at a time
# Claims and evidence of evaluations are the same for all tables, so that none pays again.
_CLAIMS = "evaluations"
_FALLBACKS = {
    "no_text": FailureCause.EMPTY_ANSWER,
    "invalid_output": FailureCause.UNREADABLE_ANSWER,
}


@dataclass(frozen=True)
class Asked:
    """The classifier in use, and the conditions under which its answers count."""

    model: str
    tuning: Tuning
    linear_from: float | None
    conditions: Conditions


@dataclass(frozen=True)
class Classifying:
    evidence: EvidencePort
    claims: ClaimPort
    complete: Complete

    def known(self, asked: Asked, cases: Sequence[DeciderCase]) -> dict[str, Derived]:
        """Return what is known by case id, without a call: the answers that are kept, and what the
        linear classifier answers alone.
        """
        kept = {
            each.result.case_digest: each.result
            for each in self.evidence.of(asked.model)
            if each.conditions == asked.conditions
        }
        found = {}
        for case in cases:
            request = request_of(case)
            answer = kept.get(_digest(request))
            derived = _derived(answer) if answer else _free(asked, request)
            if derived:
                found[case.case_id] = derived
        return found

    def classify(self, asked: Asked, cases: Sequence[DeciderCase]) -> int:
        """Classify the cases, and keep each answer at once. Return how many were not: another
        delivery works on them, or the provider failed. Safe to repeat.
        """
        holder = uuid4().hex
        with ThreadPoolExecutor(PARALLEL) as pool:
            done = list(pool.map(lambda case: self._one(asked, case, holder), cases))
        return done.count(False)

    def _one(self, asked: Asked, case: DeciderCase, holder: str) -> bool:
        request = request_of(case)
        name = _digest(request)
        claim = Chunk(
            run_id=_CLAIMS,
            kind=RunKind.CLASSIFIER,
            candidate=asked.model,
            repetition=0,
            case_ids=(name,),
        )
        if not self.claims.take(claim, name, holder):
            return False
        result = _result(asked, case, name, request, self.complete)
        if result.graded:
            self.evidence.keep(Evidence(conditions=asked.conditions, result=result))
        self.claims.give_up(claim, name, holder)
        return result.graded


def _free(asked: Asked, request: ClassifierInput) -> Derived | None:
    """Return what costs no call, as `/decide` does it; None where the classifier is asked."""
    said = sure(request, 0.0 if asked.model == linear.LINEAR else asked.linear_from)
    if said is None or said.classification is None:
        return None
    return Derived(said.classification.tier, said.classification.route, 0.0)


def _derived(answer: CaseResult) -> Derived:
    labels = answer.answered
    if labels is None:
        return Derived(None, None, answer.cost_usd)
    return Derived(labels.tier, labels.route, answer.cost_usd)


def _digest(request: ClassifierInput) -> str:
    return digest_of(request.wire())


def _result(
    asked: Asked, case: DeciderCase, digest: str, request: ClassifierInput, complete: Complete
) -> CaseResult:
    began = time.perf_counter()
    outcome: Outcome | None = None
    failure: ProviderFailure | None = None
    try:
        outcome = classify(request, asked.model, complete, asked.tuning)
    except ProviderFailure as error:
        failure = error
    paid = outcome or failure
    assert paid is not None
    reason = outcome.fallback if outcome else None
    answered = outcome.classification.labels if outcome and not reason else None
    return CaseResult(
        run_id=_CLAIMS,
        candidate=asked.model,
        case_id=case.case_id,
        case_digest=digest,
        repetition=0,
        tier=None,
        score=float(answered is not None and answered.tier is case.tier),
        latency_ms=round((time.perf_counter() - began) * 1000),
        cost_usd=paid.cost_usd if paid.priced else None,
        known_cost_usd=paid.cost_usd or 0.0,
        cause=failure.cause if failure else _FALLBACKS[reason] if reason else None,
        answered=answered,
    )
