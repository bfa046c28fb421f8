"""What a run will do, before it does anything."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contracts.check import Verifier
from contracts.chunk import Chunk
from contracts.config import Config
from contracts.dataset import DeciderCase
from contracts.run import Lane, Run, RunKind
from contracts.sheet import CaseLimits, TaskSheet, VerifierSheet
from contracts.table import Effort


@dataclass(frozen=True)
class _Entrant:
    model: str
    effort: Effort | None = None


def lanes(kind: RunKind, config: Config, cases: int) -> list[Lane]:
    """One lane for each candidate and repetition."""
    repetitions = (
        config.decider_repetitions if kind is RunKind.DECIDER else config.classifier_repetitions
    )
    return [
        Lane(candidate=e.model, reasoning_effort=e.effort, repetition=repetition, expected=cases)
        for e in _entrants(kind, config)
        for repetition in range(repetitions)
    ]


def _entrants(kind: RunKind, config: Config) -> list[_Entrant]:
    if kind is RunKind.DECIDER:
        return [_Entrant(m.id, m.reasoning_effort) for m in config.decider_models]
    return [_Entrant(model) for model in config.classifier_models]


def chunks(run: Run, run_lanes: Iterable[Lane], case_ids: Sequence[str]) -> Iterator[Chunk]:
    """The same chunks whenever it is asked, so that sending them twice is harmless."""
    size = run.config.chunk_size
    for lane in run_lanes:
        for index, start in enumerate(range(0, len(case_ids), size)):
            yield Chunk(
                run_id=run.run_id,
                kind=run.kind,
                candidate=lane.candidate,
                reasoning_effort=lane.reasoning_effort,
                repetition=lane.repetition,
                index=index,
                case_ids=tuple(case_ids[start : start + size]),
            )


def sheet(run: Run, cases: Iterable[DeciderCase]) -> TaskSheet:
    config = run.config
    limits = CaseLimits(
        timeout=config.case_timeout,
        max_calls=config.max_calls_per_case,
        max_cost_usd=config.max_cost_per_case_usd,
    )
    return TaskSheet(run_id=run.run_id, limits=limits, tasks=tuple(case.task for case in cases))


def verifiers(run: Run, cases: Iterable[DeciderCase]) -> VerifierSheet:
    checks = {case.case_id: case.check for case in cases}
    scripts = {name: c.script for name, c in checks.items() if isinstance(c, Verifier)}
    return VerifierSheet(run_id=run.run_id, scripts=scripts)
