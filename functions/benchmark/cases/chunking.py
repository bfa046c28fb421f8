"""Divides a run into lanes and chunks, and makes the task files of workers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contracts.check import Verifier
from contracts.chunk import Chunk
from contracts.config import Config
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.look import Look, places
from contracts.options import Effort
from contracts.run import Lane, Run, RunKind
from contracts.tier import TIERS
from contracts.worker_tasks import WorkerTasks, WorkerVerifiers
from contracts.world import World

# All calls of a chunk at their time limit, each tried again, have to fit into one Lambda.
MAX_REPLAYS = 20


@dataclass(frozen=True)
class _Entrant:
    model: str
    effort: Effort | None = None


def lanes(kind: RunKind, config: Config, expected: int) -> list[Lane]:
    """Return a lane for each candidate and repetition, with the cases of the first look."""
    repetitions = (
        config.decider_repetitions if kind is RunKind.DECIDER else config.classifier_repetitions
    )
    return [
        Lane(candidate=e.model, reasoning_effort=e.effort, repetition=repetition, expected=expected)
        for e in _entrants(kind, config)
        for repetition in range(repetitions)
    ]


def case_ids(
    run: Run, cases: Iterable[DeciderCase | ClassifierCase], candidate: str, further: Iterable[Look]
) -> list[str]:
    """Return the ids of the cases that a candidate has to do, with `further` looks, in the order of
    `cases`.
    """
    every = list(cases)
    if run.kind is RunKind.CLASSIFIER or not run.config.looks:
        return [case.case_id for case in every]
    looks, known = run.config.looks, list(further)
    wanted: set[str] = set()
    for tier in TIERS:
        mine = [c.case_id for c in every if isinstance(c, DeciderCase) and c.tier is tier]
        wanted |= {mine[place] for place in places(looks, known, candidate, tier, len(mine))}
    return [case.case_id for case in every if case.case_id in wanted]


def _entrants(kind: RunKind, config: Config) -> list[_Entrant]:
    models = config.deciders if kind is RunKind.DECIDER else config.classifier_models
    return [_Entrant(m.id, m.reasoning_effort) for m in models]


def chunks(run: Run, lane: Lane, case_ids: Sequence[str], attempt: int = 0) -> Iterator[Chunk]:
    """Yield the same chunks on each call, so that sending them twice is harmless."""
    size = run.config.chunk_size
    if run.kind is RunKind.CLASSIFIER:
        size = min(size, MAX_REPLAYS)
    for start in range(0, len(case_ids), size):
        yield chunk(run, lane, tuple(case_ids[start : start + size]), attempt)


def chunk(run: Run, lane: Lane, case_ids: tuple[str, ...], attempt: int) -> Chunk:
    return Chunk(
        run_id=run.run_id,
        kind=run.kind,
        candidate=lane.candidate,
        reasoning_effort=lane.reasoning_effort,
        repetition=lane.repetition,
        attempt=attempt,
        case_ids=case_ids,
    )


def worker_tasks(
    run: Run, cases: Iterable[DeciderCase], worlds: tuple[World, ...] = ()
) -> WorkerTasks:
    tasks = tuple(case.task for case in cases)
    return WorkerTasks(
        run_id=run.run_id,
        limits={tier: run.config.limits(tier) for tier in TIERS},
        server=run.config.server,
        version=run.worker_version,
        tasks=tasks,
        worlds=worlds,
    )


def verifiers(run: Run, cases: Iterable[DeciderCase]) -> WorkerVerifiers:
    checks = {case.case_id: case.check for case in cases}
    scripts = {name: c.script for name, c in checks.items() if isinstance(c, Verifier)}
    return WorkerVerifiers(run_id=run.run_id, scripts=scripts)
