"""Computes what a run would carry, measure and cost."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from contracts.dataset import ClassifierCase, DeciderCase
from contracts.digest import digest_of
from contracts.errors import Refused
from contracts.plan import CandidatePlan, Plan
from contracts.ports import EvidencePort
from contracts.result import CaseResult
from contracts.run import Run, RunKind
from contracts.tier import TIERS, Tier
from functions.benchmark.cases import chunking
from functions.benchmark.cases.provable import shortfalls
from functions.benchmark.runs.estimate import candidate_plan, total
from functions.benchmark.runs.reuse import Carried, reuse

Cases = Sequence[DeciderCase] | Sequence[ClassifierCase]
# Cases at a time: in one worker task (docs/configuration.md), and in all replay Lambdas together,
# by the queue's concurrency and their parallel calls.
_SLOTS = 2
_REPLAYS = 16


@dataclass(frozen=True)
class Planned:
    """A plan, with the results that it carries."""

    plan: Plan
    carried: tuple[CaseResult, ...]


def plan(run: Run, cases: Cases, evidence: EvidencePort | None, budget: int) -> Planned:
    """Return the plan of `run`; without `evidence` it carries nothing. `budget` is the most worker
    tasks at a time. Raises Refused for a run that should not start.
    """
    _require_budget(run, budget)
    _require_provable(run, Counter(c.tier for c in cases if isinstance(c, DeciderCase)))
    lanes: list[Carried] = []
    plans: list[CandidatePlan] = []
    every = chunking.lanes(run.kind, run.config, len(cases))
    for candidate, own in groupby(every, lambda lane: lane.candidate):
        known = evidence.of(candidate) if evidence else []
        mine = [reuse(run, lane, cases, known) for lane in own]
        lanes += mine
        first = set(chunking.case_ids(run, cases, candidate, ()))
        least = sum(case_id in first for lane in mine for case_id in lane.todo)
        plans.append(candidate_plan(run, mine, known, least))
    return Planned(_plan(run, len(cases), lanes, plans), _results(lanes))


def _results(lanes: list[Carried]) -> tuple[CaseResult, ...]:
    return tuple(result for lane in lanes for result in lane.results)


def _plan(run: Run, cases: int, lanes: list[Carried], plans: list[CandidatePlan]) -> Plan:
    todo = [[c.lane.candidate, c.lane.repetition, c.todo] for c in lanes]
    prices = {model: price.wire() for model, price in run.prices.items()}
    tasks = _tasks(run, lanes)
    return Plan(
        kind=run.kind,
        cases=cases,
        carried=sum(p.carried for p in plans),
        measured=sum(p.measured for p in plans),
        least=sum(p.least for p in plans),
        looks=run.config.looks,
        tasks=tasks,
        cost=total(p.cost for p in plans),
        minutes=_minutes([p.minutes for p in plans], tasks),
        candidates=tuple(plans),
        digest=digest_of([run.dataset, run.config.wire(), run.provider, prices, todo]),
    )


def _tasks(run: Run, lanes: list[Carried]) -> int:
    """Return the number of worker tasks; classifier candidates need none."""
    if run.kind is RunKind.CLASSIFIER:
        return 0
    chunks = sum(-(-len(lane.todo) // run.config.chunk_size) for lane in lanes)
    return min(run.config.max_concurrency, chunks)


def _minutes(each: list[float | None], tasks: int) -> float | None:
    known = [minutes for minutes in each if minutes is not None]
    if len(known) < len(each):
        return None
    return math.fsum(known) / (tasks * _SLOTS or _REPLAYS)


def _require_budget(run: Run, budget: int) -> None:
    wanted = run.config.max_concurrency
    if run.kind is RunKind.DECIDER and wanted > budget:
        raise Refused(
            f"maxConcurrency: {wanted} worker tasks are more than the container budget of "
            f"{budget}; lower maxConcurrency, or deploy with `cdk deploy -c maxTasks={wanted}`"
        )


def _require_provable(run: Run, counts: Mapping[Tier, int]) -> None:
    """Raise Refused if even a candidate that passes every case would not reach the bar, or one that
    differs from the fallback in no case would not count as as good.
    """
    if run.kind is RunKind.CLASSIFIER:
        return
    field = "looks" if run.config.looks else "casesPerTier"
    for tier in TIERS:
        for lacking, remedy in shortfalls(run.config, tier, counts.get(tier, 0)):
            raise Refused(f"{field}: {lacking}; take more cases, or {remedy}")
