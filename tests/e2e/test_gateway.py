"""The real kilo CLI as a client of the gateway, which any OpenAI-compatible provider can be."""

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from http.server import BaseHTTPRequestHandler
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from adapters.aws.secrets import ProviderSecret
from contracts.decision import DecideRequest, DecideResponse, Decision
from contracts.tier import Tier
from contracts.usage import UsageRow
from gateway.settings import VIRTUAL
from local.gateway import FALLBACK, USER, Session, gateway, kilo_run, sample_case
from local.process import free_port
from local.provider import Catalogue, Running, simulated_provider
from tests.loopback import listening

CASE = sample_case()
TURNS = len(CASE.solution.steps) + 1
SECRET, CHOSEN = "decide-secret", "sim/small"


class Decide(BaseHTTPRequestHandler):
    """Chooses a model at the first turn, and keeps it while tools are at work."""

    asked: tuple[DecideRequest, ...] = ()

    def do_POST(self) -> None:
        assert self.headers["authorization"] == f"Bearer {SECRET}"
        body = self.rfile.read(int(self.headers["content-length"]))
        Decide.asked += (found := DecideRequest.from_json(body),)
        answer = _chosen(in_loop=found.in_tool_loop).wire_json().encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def _chosen(*, in_loop: bool) -> DecideResponse:
    decision = Decision(
        model=CHOSEN, tier=Tier.LOW, table_version="v1", reasoning_effort=None, sticky=in_loop
    )
    reason: Any = "in_tool_loop" if in_loop else "cheapest_meeting_the_bar"
    return DecideResponse(0.0, decision, None, reason, simulated=True)


@dataclass(frozen=True)
class Ran:
    """A session with its usage rows, and the costs that the provider named in its answers."""

    session: Session
    rows: list[UsageRow]
    provider: Running
    named: list[Decimal]


@contextmanager
def _noting(provider: Running) -> Iterator[list[Decimal]]:
    """Note the costs as the provider writes them: the shortest digits that name the float."""
    named: list[Decimal] = []
    add = provider.stats.add

    def noted(model: str, status: int, cost_usd: float = 0.0) -> None:
        named.append(Decimal(repr(cost_usd)))
        add(model, status, cost_usd)

    with patch.object(provider.stats, "add", noted):
        yield named


def _run(decide_url: str, folder: Path) -> Ran:
    with simulated_provider(Catalogue.load()) as provider, _noting(provider) as named:
        secret = ProviderSecret(provider.base_url, provider.key)
        with gateway(secret, decide_url, SECRET, folder) as front:
            session = kilo_run(front, CASE)
        return Ran(session, front.rows, provider, named)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    with listening(Decide) as url:
        return _run(f"{url}/decide", tmp_path_factory.mktemp("decided"))


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Return a session for which nothing listens where `/decide` should be."""
    dead = f"http://127.0.0.1:{free_port()}/decide"
    return _run(dead, tmp_path_factory.mktemp("undecided"))


@pytest.fixture(params=["decided", "undecided"])
def ran(request: pytest.FixtureRequest) -> Ran:
    found: Ran = request.getfixturevalue(request.param)
    return found


def test_a_task_that_needs_tools_is_solved(ran: Ran) -> None:
    assert ran.session.exit_code == 0, ran.session.errors
    assert ran.session.passed, ran.session.answer


def test_each_turn_has_a_row_with_its_model_and_the_reason(decided: Ran) -> None:
    reasons = ["cheapest_meeting_the_bar", *["in_tool_loop"] * (TURNS - 1)]
    found = [(row.model, row.source, row.reason) for row in decided.rows]
    assert found == [(CHOSEN, "benchmark", reason) for reason in reasons]
    assert all(row.simulated for row in decided.rows)


def test_without_decide_the_fallback_serves_and_the_rows_say_why(undecided: Ran) -> None:
    """And then it stays, as the session's own model."""
    assert {row.model for row in undecided.rows} == {FALLBACK}
    assert [row.source for row in undecided.rows] == ["fallback", *["session"] * (TURNS - 1)]
    reasons = [reason for reason, _ in groupby(row.reason for row in undecided.rows)]
    assert reasons[0] == "decide_unreachable: ClientConnectorError"
    assert set(reasons[1:]) <= {"decide_breaker_open"}


def test_the_rows_cost_what_the_provider_counted_to_the_last_digit(ran: Ran) -> None:
    """The provider's own sum is that of floats, in the order of its answers."""
    costs = [row.cost_usd for row in ran.rows if row.cost_usd]
    assert list(map(Decimal, costs)) == ran.named
    assert sum(map(Decimal, costs)) == sum(ran.named) > 0
    assert reduce(operator.add, map(float, costs), 0.0) == ran.provider.stats.spent_usd
    assert ran.provider.stats.answers.total() == TURNS


def test_all_turns_belong_to_the_session_of_the_cli(ran: Ran) -> None:
    assert {row.session_id for row in ran.rows} == {ran.session.session_id}
    assert {(row.user_id, row.requested_model) for row in ran.rows} == {(USER, VIRTUAL)}


def test_decide_is_told_the_session_and_the_model_that_served_it(decided: Ran) -> None:
    found = [(asked.session_id, asked.served_model, asked.in_tool_loop) for asked in Decide.asked]
    known = [None, *[CHOSEN] * (TURNS - 1)]
    assert found == [(decided.session.session_id, model, model is not None) for model in known]
