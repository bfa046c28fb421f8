"""Ended runs of two candidates, and what is live after their tables were drawn."""

from datetime import datetime, timedelta
from typing import Any

from adapters.dynamodb.publications import PublicationStore, marker
from adapters.dynamodb.runs import RunStore
from contracts.failure import FailureCause
from contracts.publication import DraftState, Gate
from contracts.result import CaseResult
from contracts.run import Run, RunStatus
from contracts.tier import TIERS
from functions.publish.findings import Findings
from functions.publish.release import Releaser
from tests.samples import NOON, result, run

HOUR = timedelta(hours=1)
COSTS = {"d/cheap": 0.1, "d/dear": 1.0}


def rows(of: Run, model: str, right: int = 20, holes: int = 0) -> list[CaseResult]:
    """Return twenty results in each tier: the first `right` are passed, the last `holes` are
    holes."""
    found = []
    for tier in TIERS:
        for n in range(20):
            cause = FailureCause.PROVIDER_ERROR if n >= 20 - holes else None
            row = result(of, f"{tier}-{n}", model, tier=tier, cost=COSTS[model], cause=cause)
            found.append(row.model_copy(update={"score": 1.0 if n < right else 0.0}))
    return found


def ended(releaser: Releaser, of: Run, *found: CaseResult) -> Run:
    """Return a completed run whose table is still to be drawn."""
    store, runs = releaser.store, releaser.runs
    assert isinstance(store, PublicationStore)
    assert isinstance(runs, RunStore)
    runs.create(of)
    runs.put_results(found)
    runs.end(of, NOON, RunStatus.COMPLETED, None, marker(of.run_id))
    return runs.require(of.run_id)


def cheap(releaser: Releaser, hours: int = 0, **changes: Any) -> Run:
    of = run(at=NOON + hours * HOUR, **changes)
    return ended(releaser, of, *rows(of, "d/cheap"), *rows(of, "d/dear"))


def dear(releaser: Releaser, hours: int = 0, **changes: Any) -> Run:
    """Return a completed run in which the cheap candidate has become bad."""
    of = run(at=NOON + hours * HOUR, **changes)
    return ended(releaser, of, *rows(of, "d/cheap", 2), *rows(of, "d/dear"))


def pending(releaser: Releaser, of: Run, at: datetime) -> DraftState | None:
    return releaser.publish_pending(Findings(of, releaser.runs), at)


def live(releaser: Releaser) -> str | None:
    found = releaser.store.live()
    return found.table.version if found else None


def serving(releaser: Releaser) -> str:
    found = releaser.store.live()
    assert found is not None
    return found.table.tiers.low[0].model


def gate(releaser: Releaser, of: Run) -> Gate:
    found = releaser.store.draft(of.run_id)
    assert found is not None
    return found.gate
