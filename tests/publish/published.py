"""End runs, and read what is live then."""

from adapters.dynamodb.publications import PublicationStore
from adapters.dynamodb.runs import RunStore
from adapters.run_completion import RunCompletion
from contracts.failure import FailureCause
from contracts.result import CaseResult
from contracts.run import Run
from contracts.tier import TIERS
from functions.publish.publish import Publisher
from tests.samples import NOON, lane, result


def rows(of: Run, model: str, cause: FailureCause | None = None) -> list[CaseResult]:
    return [
        result(of, f"{tier}-{n}", model, tier=tier, cause=cause) for tier in TIERS for n in range(9)
    ]


def finish(publisher: Publisher, of: Run, *results: CaseResult) -> str:
    store = publisher.runs
    assert isinstance(store, RunStore)
    store.create(of)
    counts = {model: sum(r.candidate == model for r in results) for model in of.entrants}
    store.add_lanes(of.run_id, [lane(model, n) for model, n in counts.items()])
    for row in results:
        store.record(row)
    return publisher.publish(of.run_id, NOON)


def live(publisher: Publisher) -> PublicationStore:
    assert isinstance(publisher.ending, RunCompletion)
    return publisher.ending.live
