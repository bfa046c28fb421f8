"""Stores the cases of a run as they were at its start; a later deploy does not change them."""

from collections.abc import Sequence
from functools import lru_cache

from pydantic import ConfigDict, TypeAdapter

from contracts import objects
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.errors import Missing
from contracts.ports import DocumentPort
from contracts.result import CaseResult
from contracts.run import Run, RunKind
from contracts.worker_tasks import WorkerTasks
from contracts.world import World
from functions.benchmark.cases.chunking import verifiers, worker_tasks

_SILENT = ConfigDict(hide_input_in_errors=True)  # a private case must not reach a log
_DECIDERS = TypeAdapter(tuple[DeciderCase, ...], config=_SILENT)
_RESULTS = TypeAdapter(tuple[CaseResult, ...], config=_SILENT)
_CLASSIFIERS = TypeAdapter(tuple[ClassifierCase, ...], config=_SILENT)


class SnapshotMissing(Missing):
    """The cases of a run are not in the bucket."""


def write(
    run: Run,
    cases: Sequence[DeciderCase] | Sequence[ClassifierCase],
    taken: Sequence[CaseResult],
    to: DocumentPort,
    worlds: tuple[World, ...] = (),
) -> None:
    """Store the cases of a run with the worlds on which they stand, and `taken`, the results that
    it reuses. Tasks are stored apart from checks and answers, which workers cannot read.
    """
    deciders = [case for case in cases if isinstance(case, DeciderCase)]
    if run.kind is RunKind.DECIDER:
        tasks = worker_tasks(run, deciders, worlds)
        to.put(objects.tasks(run.run_id), tasks.wire_json())
        to.put(objects.verifiers(run.run_id), verifiers(run, deciders).wire_json())
    text = "[" + ",".join(case.wire_json() for case in cases) + "]"
    to.put(objects.cases(run.run_id), text)
    to.put(objects.carried(run.run_id), _RESULTS.dump_json(tuple(taken), by_alias=True).decode())


def carried(run_id: str, source: DocumentPort) -> tuple[CaseResult, ...]:
    """Return the results that a run reuses. Raises SnapshotMissing."""
    text = source.get(objects.carried(run_id))
    if text is None:
        raise SnapshotMissing(f"run {run_id}: its carried results are not in the bucket")
    return _RESULTS.validate_json(text)


def worlds(run_id: str, source: DocumentPort) -> tuple[World, ...]:
    """Return the worlds on which the tasks of a run stand. Raises SnapshotMissing."""
    text = source.get(objects.tasks(run_id))
    if text is None:
        raise SnapshotMissing(f"run {run_id}: its tasks are not in the bucket")
    return WorkerTasks.from_json(text).worlds


@lru_cache(maxsize=4)
def deciders(run_id: str, source: DocumentPort) -> dict[str, DeciderCase]:
    """Return the decider cases of a run by case id. Raises SnapshotMissing."""
    return {c.case_id: c for c in _DECIDERS.validate_json(_text(run_id, source))}


@lru_cache(maxsize=4)
def classifiers(run_id: str, source: DocumentPort) -> dict[str, ClassifierCase]:
    """Return the classifier cases of a run by case id. Raises SnapshotMissing."""
    return {c.case_id: c for c in _CLASSIFIERS.validate_json(_text(run_id, source))}


def _text(run_id: str, source: DocumentPort) -> str:
    text = source.get(objects.cases(run_id))
    if text is None:
        raise SnapshotMissing(f"run {run_id}: its cases are not in the bucket")
    return text
