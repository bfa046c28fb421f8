"""What the admin API refuses: with the status that fits, and words that name field and remedy."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from contracts.depth import MOST
from tests.admin import world
from tests.admin.conftest import Admin
from tests.admin.test_routes import CONFIG, GOOD, RUN, SHIPPED, WHY

NO_RUN = "runId: nowhere does not exist; list runs with GET /admin/runs"
NO_DRAFT = "version: nowhere is no draft; `autoroute table drafts` lists them"
ONE_RUN, ONE_DRAFT = f"/admin/runs/{RUN}", f"/admin/tables/{RUN}"
CASE = f"GET {ONE_RUN}/case"
# Of another query: `["", {"pk": "x"}]`.
STALE = "WyIiLCB7InBrIjogIngifV0"
KIND, PROMPT = {"kind": "decider"}, {"model": "d/cheap", "prompt": "hi"}
# By what was before: request, body, status, and a part of the answer's error.
REFUSED: dict[Callable[[Admin], None], list[tuple[str, Any, int, str]]] = {
    lambda _: None: [
        ("POST /admin/plan", KIND, 400, "config: none is saved; save one with `autoroute config"),
        ("POST /admin/runs", KIND, 400, "config: none is saved; save one with `autoroute config"),
        ("GET /admin/runs/nowhere", None, 404, NO_RUN),
        ("GET /admin/runs/nowhere/case?candidate=m&caseId=c", None, 404, NO_RUN),
        ("POST /admin/runs/nowhere/cancel", None, 404, NO_RUN),
        ("POST /admin/runs/nowhere/resume", None, 404, NO_RUN),
        ("POST /admin/runs/nowhere/regrade", None, 404, NO_RUN),
        ("GET /admin/tables/nowhere", None, 404, NO_DRAFT),
        ("POST /admin/tables/nowhere/publish", WHY, 404, NO_DRAFT),
        ("POST /admin/evaluate", {"version": "nowhere"}, 404, NO_DRAFT),
        ("POST /admin/evaluate", None, 400, "version: no table is live; name a draft"),
        ("GET /admin/evaluate?version=nowhere", None, 404, NO_DRAFT),
        ("POST /admin/routing-table/rollback", WHY, 400, "no table was live before"),
        ("POST /admin/routing-table/release", WHY, 400, "table: no hold stands"),
        ("GET /admin/nowhere", None, 404, "/admin/nowhere is not part of the admin API"),
        ("DELETE /admin/config", None, 404, "/admin/config is not part of the admin API"),
        ("GET /admin/runs?limit=0", None, 400, "greater than or equal to 1"),
        ("GET /admin/runs?limit=101", None, 400, "less than or equal to 100"),
        ("GET /admin/runs?limit=ten", None, 400, "a valid integer"),
        ("PUT /admin/config", {**CONFIG, "minAccuracy": 2}, 400, "minAccuracy: "),
        ("PUT /admin/config", {**CONFIG, "color": 1}, 400, "color: "),
        ("PUT /admin/config", {**CONFIG, "fallbackModel": {"id": "x/y"}}, 400, "x/y. It offers c/"),
        ("PUT /admin/classifier", {"model": "x/y", **WHY}, 400, "model: the provider has no model"),
        ("PUT /admin/classifier", {"model": "c/one"}, 400, "why: Field required"),
        ("POST /admin/plan", {"kind": "both"}, 400, "kind: "),
        ("POST /admin/debug-cli", {"model": "d/cheap"}, 400, "prompt: Field required"),
        ("POST /admin/debug-cli", {**PROMPT, "prompt": "x" * 100_001}, 400, "prompt: "),
        ("POST /admin/attack-self", {"outside": "so"}, 400, "outside: "),
    ],
    world.added: [
        ("POST /admin/dataset/retire", {"caseId": "nowhere", **WHY}, 400, "caseId: nowhere is no"),
        ("POST /admin/dataset/retire", {"caseId": SHIPPED}, 400, "why: Field required"),
        ("POST /admin/dataset/restore", {"caseId": "nowhere", **WHY}, 400, "caseId: nowhere is"),
        (
            "POST /admin/dataset/retier",
            {"caseId": SHIPPED, "tier": "top", **WHY},
            400,
            "tier: Input should be 'low', 'medium' or 'high'",
        ),
        ("POST /admin/dataset/pieces", {"digest": "0" * 16, "text": "x"}, 400, "digest: is not"),
        (
            "POST /admin/dataset/parts",
            {"name": "acme", "pieces": ["0" * 16], **WHY},
            400,
            "pieces: 1 of 1 did not arrive; send the part again",
        ),
        (
            "POST /admin/dataset/parts",
            {"name": "acme", "pieces": world.PIECES, "weight": 0, **WHY},
            400,
            "weight: Input should be greater than 0",
        ),
        ("POST /admin/dataset/drop", {"name": "other", **WHY}, 400, "name: other is no part"),
    ],
    world.used: [
        ("GET /admin/usage?since=yesterday", None, 400, "since: Expected a day as 2026-11-01"),
        ("GET /admin/usage?until=0001-01-01", None, 400, "until: Expected a day as 2026-11-01, fr"),
        ("GET /admin/usage?since=2025-01-01&until=2026-01-02", None, 400, "is not 1 to 366 days"),
        ("GET /admin/usage?since=2026-11-02&until=2026-11-01", None, 400, "is not 1 to 366 days"),
        ("GET /admin/usage?limit=1001", None, 400, "less than or equal to 1000"),
        ("GET /admin/usage?after=nonsense", None, 400, "after: is no `next` of this query"),
        ("GET /admin/usage?after=W10", None, 400, "after: is no `next` of this query"),
        (f"GET /admin/usage?user=u&after={STALE}", None, 400, "after: is no `next` of this"),
        ("GET /admin/usage/rows?session=s", None, 400, "user: is missing in the query; add user="),
        ("GET /admin/usage/rows?user=u", None, 400, "session: is missing in the query; add"),
        ("GET /admin/usage/savings", None, 400, "user: is missing in the query; add user="),
    ],
    world.started: [
        (CASE, None, 400, "candidate: is missing in the query; add candidate="),
        (f"{CASE}?candidate=d/cheap", None, 400, "caseId: is missing in the query; add caseId="),
        (f"{CASE}?candidate=d/cheap&caseId=x", None, 400, f"caseId: x is not in run {RUN}"),
        (f"{CASE}?candidate=m&caseId=case-0&repetition=-1", None, 400, "greater than or equal"),
        (f"POST {ONE_RUN}/regrade", None, 400, "only a completed run is regraded"),
        (f"POST {ONE_RUN}/resume", None, 409, "is running; only failed, cancelled"),
    ],
    world.classifying: [
        (
            f"GET /admin/runs/{world.CLASSIFIER.run_id}/case?candidate=c/one&caseId=case-0",
            None,
            400,
            "is a classifier run; its cases have no attempts",
        ),
    ],
    world.completed: [(f"POST {ONE_RUN}/cancel", None, 409, "is completed, not running")],
    world.superseded: [
        (f"POST {ONE_RUN}/resume", None, 409, "is active; wait until it has ended"),
        (f"POST {ONE_RUN}/resume", {"maxCostPerRunUsd": 0.1}, 400, "maxCostPerRunUsd: "),
        (f"POST {ONE_RUN}/resume", {"maxCostPerRunUsd": -1}, 400, "maxCostPerRunUsd: "),
        (f"POST {ONE_RUN}/resume", [], 400, "valid dictionary"),
        (f"POST {ONE_RUN}/resume", False, 400, "valid dictionary"),
    ],
    world.busy: [
        ("POST /admin/runs", KIND, 409, "is active; wait until it has ended, or cancel it"),
    ],
    world.saved: [
        ("POST /admin/runs", {**KIND, "plan": "0" * 16}, 409, "changed after this plan was made"),
    ],
    world.drafted: [(f"POST {ONE_DRAFT}/publish", {"force": True}, 400, "why: Field required")],
    world.published: [(f"POST {ONE_DRAFT}/publish", WHY, 400, "is live already")],
    world.held: [
        ("POST /admin/routing-table/hold", WHY, 409, "by bob (not today); end the hold first"),
        (f"POST {ONE_DRAFT}/publish", WHY, 409, "by bob (not today); end the hold first"),
    ],
    world.provider_down: [
        ("PUT /admin/config", CONFIG, 503, "provider: provider_error: HTTP 500; see what"),
        (
            "PUT /admin/classifier",
            {"model": "c/one", **WHY},
            503,
            "provider: provider_error: HTTP 500; see",
        ),
        ("POST /admin/plan", KIND, 503, "provider: provider_error: HTTP 500; see what"),
    ],
    world.no_worker: [
        ("POST /admin/debug-cli", PROMPT, 503, "no worker task could be started: no capacity"),
        ("POST /admin/attack-self", None, 503, "no worker task could be started: no capacity"),
    ],
}
OPTIONAL = ("POST /admin/runs/<run_id>/resume",)
TAKE_A_BODY = sorted(r for r, good in GOOD.items() if good.body is not None and r not in OPTIONAL)
UNREADABLE = {
    b"{": "body: is not valid JSON",
    b"": "body: ",
    b"[]": "body: ",
    b"[" * (MOST + 1) + b"]" * (MOST + 1): "levels deep; send it flatter",
}


@pytest.mark.parametrize("before", REFUSED, ids=lambda before: before.__name__)
def test_a_refusal_has_its_status_and_names_the_remedy(
    admin: Admin, before: Callable[[Admin], None]
) -> None:
    before(admin)
    for request, body, status, words in REFUSED[before]:
        answer = admin.call(request, body)
        assert (answer.status, words in answer.error) == (status, True), (request, answer)
    assert admin.published.sent == []


def test_a_body_that_cannot_be_read_is_refused_by_every_route_that_takes_one(admin: Admin) -> None:
    for route in TAKE_A_BODY:
        for body, words in UNREADABLE.items():
            answer = admin.call(GOOD[route].request, body)
            assert (answer.status, words in answer.error) == (400, True), (route, body, answer)


def test_a_fault_of_ours_is_a_500_that_tells_nothing(admin: Admin) -> None:
    leak = RuntimeError("arn:aws:secretsmanager:eu-west-1:1:secret:provider")
    with patch.object(type(admin.wiring.runs), "newest", side_effect=leak):
        answer = admin.call("GET /admin/runs")
    assert answer.status == 500
    assert answer.body == {"error": "internal error; see the log of the admin function"}
