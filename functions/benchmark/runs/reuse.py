"""Finds the evidence of earlier runs that a run can carry, and what keeps the rest from it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contracts.dataset import ClassifierCase, DeciderCase
from contracts.evidence import Conditions, Evidence, conditions_of
from contracts.result import CaseResult
from contracts.run import Lane, Run
from functions.classifier.classify import fingerprint

Case = DeciderCase | ClassifierCase


@dataclass(frozen=True)
class Carried:
    """The reuse in one lane. `todo` are the ids of the cases to measure, `why` counts what kept
    them from being carried.
    """

    lane: Lane
    results: tuple[CaseResult, ...]
    todo: tuple[str, ...]
    why: Counter[str] = field(default_factory=Counter)


def reuse(run: Run, lane: Lane, cases: Sequence[Case], known: Iterable[Evidence]) -> Carried:
    """Return the reuse. Evidence counts when candidate, case, repetition and all conditions are
    equal.
    """
    prompt = fingerprint(lane.candidate, run.tuning(lane.candidate))
    conditions = conditions_of(run, lane.candidate, prompt)
    by_case = _by_case(lane, known)
    results: list[CaseResult] = []
    todo: list[str] = []
    why: Counter[str] = Counter()
    for case in cases:
        same = [e for e in by_case.get(case.digest, []) if e.conditions == conditions]
        if same:
            results.append(_taken(same[-1].result, run, case))
        else:
            todo.append(case.case_id)
            why[_why(conditions, by_case.get(case.digest, []))] += 1
    return Carried(lane, tuple(results), tuple(todo), why)


def _by_case(lane: Lane, known: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for each in known:
        if each.result.repetition == lane.repetition:
            found.setdefault(each.result.case_digest, []).append(each)
    return found


def _taken(result: CaseResult, run: Run, case: Case) -> CaseResult:
    task = case if isinstance(case, DeciderCase) else None
    labels = {"route": task and task.route, "skill": task and task.skill}
    same = {"case_id": case.case_id, **labels}
    new = {"run_id": run.run_id, "carried_from": result.measured_by, **same}
    return result.model_copy(update=new)


def _why(conditions: Conditions, others: list[Evidence]) -> str:
    if not others:
        return "not measured yet"
    differing = min((e.conditions.differences(conditions) for e in others), key=len)
    return f"measured under different conditions ({', '.join(differing)})"
