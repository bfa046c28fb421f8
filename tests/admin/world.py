"""Set up what a request finds: a config, runs in each state, drafts, a live table, a hold."""

from datetime import timedelta
from typing import Any

from adapters.dynamodb.claims import Claims
from adapters.dynamodb.publications import marker
from adapters.dynamodb.usage import UsageStore
from contracts import objects
from contracts.attempt import Meter
from contracts.debug import DebugReport
from contracts.digest import digest_of
from contracts.evaluation import Evaluation
from contracts.publication import DraftState, Publication
from contracts.run import Run, RunKind, RunStatus
from contracts.tier import TIERS, Tier
from contracts.usage import CLASSIFIER as CLASSIFIED
from functions.benchmark.cases.bank import shipped
from functions.benchmark.cases.curate import Said
from functions.benchmark.cases.parts import pieces_of
from tests.admin.conftest import Admin
from tests.benchmark.conftest import Bench
from tests.benchmark.curating import part
from tests.gateway.usage import row
from tests.samples import NOON, config, draft, result, run

DEPLOYED = {"cli_version": "7.4.11", "image": "sha256:1"}
OLD = run().model_copy(update=DEPLOYED)
NEW = run(at=NOON + timedelta(hours=1)).model_copy(update=DEPLOYED)
CLASSIFIER = run(RunKind.CLASSIFIER)
PART = part("one", "two")
PIECES = [digest_of(piece) for piece in pieces_of(PART)]


def saved(admin: Admin) -> None:
    few: dict[str, Any] = {"casesPerTier": 4, "classifierCases": 4}
    admin.wiring.configs.put(config(**few))


def started(admin: Admin, of: Run = OLD) -> None:
    """Dispatch the run and grade its first case."""
    wiring = admin.wiring
    claims = Claims(admin.wiring.configs.items, 180)
    bench = Bench(wiring.runs, admin.blobs, wiring.starter.evidence, claims)
    bench.begin(of)
    if of.kind is RunKind.DECIDER:
        bench.grade_all(of, "case-0")


def classifying(admin: Admin) -> None:
    started(admin, CLASSIFIER)


def completed(admin: Admin) -> None:
    started(admin)
    admin.wiring.runs.end(OLD, NOON, RunStatus.COMPLETED, None, marker(OLD.run_id))


def cancelled(admin: Admin) -> None:
    started(admin)
    admin.wiring.runs.end(OLD, NOON, RunStatus.CANCELLED, "cancelled by bob")


def superseded(admin: Admin) -> None:
    """Cancel the run and start another."""
    cancelled(admin)
    started(admin, NEW)


def drafted(admin: Admin) -> None:
    """Of a run in which both candidates pass every case."""
    admin.wiring.runs.create(OLD)
    lanes, tiers = ("d/cheap", "d/dear"), ((n, tier) for n in range(20) for tier in TIERS)
    cases = [(f"{tier}-{n}", tier) for n, tier in tiers]
    admin.wiring.runs.put_results(
        [result(OLD, case, lane, tier=tier) for lane in lanes for case, tier in cases]
    )
    admin.wiring.runs.end(OLD, NOON, RunStatus.COMPLETED, None, marker(OLD.run_id))
    admin.wiring.live.file(draft(OLD))


def published(admin: Admin, of: Run = OLD) -> None:
    live = admin.wiring.live.live()
    replaced = live.table.version if live else None
    done = Publication(
        action="publish", version=of.run_id, replaced=replaced, at=of.started_at, by="bob", why="x"
    )
    drawn = draft(of).model_copy(update={"state": DraftState.LIVE})
    assert admin.wiring.live.publish(drawn, live, done)


def published_twice(admin: Admin) -> None:
    published(admin)
    published(admin, NEW)


def evaluated(admin: Admin) -> None:
    published(admin)
    found = Evaluation(
        version=OLD.run_id,
        at=NOON,
        classifier="c/one",
        simulated=True,
        confidence=0.9,
        folds=0,
        cases=1,
        unclassified=1,
        why_not="too few cases",
    )
    assert admin.wiring.evaluations.keep(found)


def held(admin: Admin) -> None:
    drafted(admin)
    admin.wiring.releaser.hold(NOON, "bob", "not today")


def reported(admin: Admin) -> None:
    report = DebugReport(
        debug_id="d1",
        model="d/cheap",
        exit_code=0,
        timed_out=False,
        took_ms=5,
        events=(),
        errors="",
        meter=Meter(calls=1),
    )
    admin.keep(objects.debug("d1"), report)


def used(admin: Admin) -> None:
    """Write two turns of user `u`, of which one is classified, and save a config."""
    few: dict[str, Any] = {
        "casesPerTier": 4,
        "fallbackModel": {"id": "d/dear", "reasoningEffort": "high"},
    }
    admin.wiring.configs.put(config(**few))
    store = UsageStore(admin.wiring.usage.items)
    classified = row(3, attempt="classifier", model=CLASSIFIED, cost_usd="0.01")
    assert store.write([row(1), classified, row(2, cost_usd=None)]) == 0


def shipped_ids() -> list[str]:
    """Return the ids of the shipped cases of tier low."""
    return [case.case_id for case in shipped().cases if case.tier is Tier.LOW]


def sent(admin: Admin) -> None:
    """Send the pieces of a part."""
    saved(admin)
    for digest, text in zip(PIECES, pieces_of(PART), strict=True):
        admin.wiring.curator.take(digest, text)


def added(admin: Admin) -> None:
    sent(admin)
    admin.wiring.curator.add("acme", tuple(PIECES), 2.0, Said("bob", NOON, "x"))


def provider_down(admin: Admin) -> None:
    saved(admin)
    admin.provider_is_down = True


def no_worker(admin: Admin) -> None:
    admin.fleet.refusal = "no capacity"


def busy(admin: Admin) -> None:
    saved(admin)
    started(admin)
