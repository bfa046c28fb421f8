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
_OTHER_TIER = "measured in another tier, with other limits"


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
    equal; of a case that was moved, also the limits of the two tiers.
    """
    prompt = fingerprint(lane.candidate, run.tuning(lane.candidate))
    conditions = conditions_of(run, lane.candidate, prompt)
    by_case = _by_case(lane, known)
    results: list[CaseResult] = []
    todo: list[str] = []
    why: Counter[str] = Counter()
    for case in cases:
        others = by_case.get(case.digest, [])
        equal = [e for e in others if e.conditions == conditions]
        same = [e for e in equal if _equally_limited(e.result, run, case)]
        if same:
            results.append(_taken(same[-1].result, run, case))
        else:
            todo.append(case.case_id)
            why[_OTHER_TIER if equal else _why(conditions, others)] += 1
    return Carried(lane, tuple(results), tuple(todo), why)


def _equally_limited(result: CaseResult, run: Run, case: Case) -> bool:
    """Return whether a case that was moved has the limits under which it was measured. Were only
    those results carried that met no limit, the rest would get a second chance.
    """
    if not isinstance(case, DeciderCase) or result.tier is None:
        return True
    return run.config.limits(result.tier) == run.config.limits(case.tier)


def _by_case(lane: Lane, known: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for each in known:
        if each.result.repetition == lane.repetition:
            found.setdefault(each.result.case_digest, []).append(each)
    return found


def _taken(result: CaseResult, run: Run, case: Case) -> CaseResult:
    task = case if isinstance(case, DeciderCase) else None
    names = ("tier", "route", "skill", "part")
    same = {"case_id": case.case_id, **{name: task and getattr(task, name) for name in names}}
    new = {"run_id": run.run_id, "carried_from": result.measured_by, **same}
    return result.model_copy(update=new)


def _why(conditions: Conditions, others: list[Evidence]) -> str:
    if not others:
        return "not measured yet"
    differing = min((e.conditions.differences(conditions) for e in others), key=len)
    return f"measured under different conditions ({', '.join(differing)})"
