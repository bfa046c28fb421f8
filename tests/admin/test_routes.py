"""Every route of the admin API gives its good answer, under the caller's name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from contracts.chunk import Evaluate, Refresh
from contracts.digest import digest_of
from tests.admin import world
from tests.admin.conftest import ANN, Admin, Answer
from tests.admin.world import shipped_ids

RUN = world.OLD.run_id
WHY = {"why": "a test"}
CONFIG = {"classifierModels": ["c/one"], "deciderModels": [{"id": "d/cheap"}], "minAccuracy": 0.7}
SHIPPED = shipped_ids()[0]
CASE = f"/admin/runs/{RUN}/case?candidate=d/cheap&caseId=case-0"
MONTH = "&since=2026-10-15&until=2026-11-15"


@dataclass(frozen=True)
class Good:
    """`shows`: by path into the answer, the value that has to be there."""

    request: str
    shows: dict[str, Any]
    body: Any = None
    before: Callable[[Admin], None] = world.saved
    status: int = 200


GOOD = {
    "GET /health": Good("GET /health", {"ok": True}),
    "GET /admin/config": Good("GET /admin/config", {"config.updatedBy": "tester"}),
    "PUT /admin/config": Good("PUT /admin/config", {"config.updatedBy": ANN}, CONFIG),
    "GET /admin/runs": Good("GET /admin/runs", {"runs.0.runId": RUN}, before=world.started),
    "POST /admin/plan": Good("POST /admin/plan", {"cases": 12, "carried": 0}, {"kind": "decider"}),
    "POST /admin/runs": Good(
        "POST /admin/runs",
        {"enqueuedModels": ["d/cheap", "d/dear"], "skippedModels": []},
        {"kind": "decider"},
        status=201,
    ),
    "GET /admin/runs/<run_id>": Good(
        f"GET /admin/runs/{RUN}", {"run.runId": RUN, "lanes.0.expected": 2}, before=world.started
    ),
    "GET /admin/runs/<run_id>/results": Good(
        f"GET /admin/runs/{RUN}/results", {"results.0.caseId": "case-0"}, before=world.started
    ),
    "GET /admin/runs/<run_id>/case": Good(
        f"GET {CASE}",
        {"result.score": 1.0, "attempts.0.answer": "42", "expected.value": "42"},
        before=world.started,
    ),
    "POST /admin/runs/<run_id>/cancel": Good(
        f"POST /admin/runs/{RUN}/cancel",
        {"status": "cancelled", "error": f"cancelled by {ANN}"},
        before=world.started,
    ),
    "POST /admin/runs/<run_id>/resume": Good(
        f"POST /admin/runs/{RUN}/resume",
        {"status": "running", "config.maxCostPerRunUsd": 50},
        {"maxCostPerRunUsd": 50},
        before=world.cancelled,
    ),
    "POST /admin/runs/<run_id>/regrade": Good(
        f"POST /admin/runs/{RUN}/regrade",
        {"cases": 0, "changes": [], "newRunId": None},
        before=world.completed,
    ),
    "POST /admin/debug-cli": Good(
        "POST /admin/debug-cli", {"report": None}, {"model": "d/cheap", "prompt": "hi"}, status=202
    ),
    "POST /admin/attack-self": Good("POST /admin/attack-self", {"report": None}, status=202),
    "GET /admin/debug-cli/<debug_id>": Good(
        "GET /admin/debug-cli/d1", {"report.tookMs": 5}, before=world.reported
    ),
    "GET /admin/classifier-winner": Good("GET /admin/classifier-winner", {"winner": None}),
    "PUT /admin/classifier": Good(
        "PUT /admin/classifier",
        {"override.model": "c/two", "override.by": ANN},
        {"model": "c/two", **WHY},
    ),
    "GET /admin/routing-table": Good(
        "GET /admin/routing-table",
        {"table.version": RUN, "published.by": "bob", "hold": None},
        before=world.published,
    ),
    "GET /admin/tables": Good("GET /admin/tables", {"drafts.0.version": RUN}, before=world.drafted),
    "GET /admin/tables/<version>": Good(
        f"GET /admin/tables/{RUN}", {"state": "held", "table.version": RUN}, before=world.drafted
    ),
    "POST /admin/tables/<version>/publish": Good(
        f"POST /admin/tables/{RUN}/publish",
        {"state": "live"},
        {**WHY, "force": True},
        before=world.drafted,
    ),
    "POST /admin/routing-table/rollback": Good(
        "POST /admin/routing-table/rollback",
        {"table.version": RUN},
        WHY,
        before=world.published_twice,
    ),
    "POST /admin/routing-table/hold": Good(
        "POST /admin/routing-table/hold", {"hold.by": ANN, "hold.why": "a test"}, WHY
    ),
    "POST /admin/routing-table/release": Good(
        "POST /admin/routing-table/release", {"hold": None}, WHY, before=world.held
    ),
    "GET /admin/publications": Good(
        "GET /admin/publications",
        {"publications.0.version": RUN, f"evaluations.{RUN}.whyNot": "too few cases"},
        before=world.evaluated,
    ),
    "POST /admin/evaluate": Good(
        "POST /admin/evaluate",
        {"version": RUN, "evaluation": None},
        before=world.published,
        status=202,
    ),
    "GET /admin/evaluate": Good(
        f"GET /admin/evaluate?version={RUN}",
        {"version": RUN, "evaluation.whyNot": "too few cases"},
        before=world.evaluated,
    ),
    "GET /admin/usage": Good(
        f"GET /admin/usage?user=u&model=v/cheap{MONTH}",
        {"lines.0.costUsd": "0.1", "lines.0.unknownCosts": 1, "lines.0.requests": 2, "next": None},
        before=world.used,
    ),
    "GET /admin/usage/rows": Good(
        "GET /admin/usage/rows?user=u&session=s",
        {"rows.0.costUsd": "0.1", "rows.1.costUsd": None, "rows.2.attempt": "classifier"},
        before=world.used,
    ),
    "GET /admin/usage/savings": Good(
        f"GET /admin/usage/savings?user=u{MONTH}",
        {
            "fallback.turns": 2,
            "fallback.unknown": 1,
            "fallback.savedUsd": pytest.approx(100 * 0.01 + 10 * 0.1 - 0.1 - 0.01),
            "best": None,
            "sessionId": None,
        },
        before=world.used,
    ),
}
GOOD |= {
    "GET /admin/dataset": Good(
        "GET /admin/dataset", {"parts.0.name": "shipped", "parts.0.weight": 1.0, "acts": []}
    ),
    "POST /admin/dataset/retire": Good(
        "POST /admin/dataset/retire",
        {"cases.0.retired.by": ANN, "cases.0.changed": False, "parts.0.retired": 1},
        {"caseId": SHIPPED, **WHY},
    ),
    "POST /admin/dataset/retier": Good(
        "POST /admin/dataset/retier",
        {"cases.0.tier": "high", "cases.0.moved.why": "a test", "acts.0.number": 0},
        {"caseId": SHIPPED, "tier": "high", **WHY},
    ),
    "POST /admin/dataset/restore": Good(
        "POST /admin/dataset/restore", {"cases": []}, {"caseId": SHIPPED, **WHY}
    ),
    "POST /admin/dataset/pieces": Good(
        "POST /admin/dataset/pieces", {}, {"digest": digest_of("x"), "text": "x"}, status=201
    ),
    "POST /admin/dataset/parts": Good(
        "POST /admin/dataset/parts",
        {"parts.1.name": "acme", "parts.1.weight": 2.0, "parts.1.tiers.low": 2},
        {"name": "acme", "weight": 2, "pieces": world.PIECES, **WHY},
        before=world.sent,
    ),
    "POST /admin/dataset/drop": Good(
        "POST /admin/dataset/drop",
        {"acts.1.action": "drop", "faults": []},
        {"name": "acme", **WHY},
        before=world.added,
    ),
}
# Those after which the copies that readers use are stale.
COPIED = (
    "PUT /admin/classifier",
    "POST /admin/tables/<version>/publish",
    "POST /admin/routing-table/rollback",
)
# Those after which the whole router is evaluated.
EVALUATED = ("POST /admin/evaluate", "POST /admin/tables/<version>/publish")


def at(answer: Answer, path: str) -> Any:
    found = answer.body
    for key in path.split("."):
        found = found[int(key) if key.isdigit() else key]
    return found


@pytest.mark.parametrize("route", GOOD)
def test_a_good_request_gets_its_answer(admin: Admin, route: str) -> None:
    good = GOOD[route]
    good.before(admin)
    answer = admin.call(good.request, good.body)
    assert answer.status == good.status, answer
    assert {path: at(answer, path) for path in good.shows} == good.shows
    assert admin.published.sent == ([Refresh()] if route in COPIED else [])
    assert admin.evaluating.sent == ([Evaluate(version=RUN)] if route in EVALUATED else [])


def test_every_registered_route_is_exercised(admin: Admin) -> None:
    app = admin.handler.app
    routes = [*app._static_routes, *app._dynamic_routes]
    assert {f"{route.method} {route.path}" for route in routes} == GOOD.keys()
