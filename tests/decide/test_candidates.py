"""`GET /candidates`: the models of the live table, or null with the reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.live_candidates import CandidatesAnswer
from contracts.price import Capability
from contracts.table import Candidate, RouteEntry, RoutingTable, Serving, Tiers, Why
from contracts.taxonomy import ROUTES
from contracts.tier import TIERS, Tier
from functions.decide.candidates import answer_of
from tests.decide.stack import SECRET, Stack, down, hit
from tests.samples import candidate, table

MODELS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)


def some(models: list[str]) -> tuple[Candidate, ...]:
    return tuple(candidate(model, 0.1) for model in models)


def entry(route: str, tier: Tier, models: list[str]) -> RouteEntry:
    serving = Serving(why=Why.CHEAPEST_PROVEN, detail="x")
    return RouteEntry(route=route, tier=tier, candidates=some(models), serving=serving)


ENTRIES = st.lists(
    st.builds(entry, st.sampled_from(sorted(ROUTES)), st.sampled_from(TIERS), MODELS), max_size=4
)


def get(stack: Stack, bearer: str = SECRET, path: str = "/candidates") -> tuple[int, Any]:
    event = {"headers": {"authorization": f"Bearer {bearer}"}, "rawPath": path}
    found = stack.handler.handler(event, None)
    return found["statusCode"], json.loads(found["body"])


@given(st.tuples(MODELS, MODELS, MODELS), ENTRIES)
def test_it_names_each_model_that_may_serve_and_first_the_one_that_does(
    models: tuple[list[str], list[str], list[str]], entries: list[RouteEntry]
) -> None:
    tiers = Tiers(low=some(models[0]), medium=some(models[1]), high=some(models[2]))
    live: RoutingTable = table(tiers=tiers, routes=tuple(entries))
    found = answer_of(live).table
    assert found is not None
    assert set(found.tiers.all) == live.models
    for tier in TIERS:
        listed = [each.model for each in getattr(found.tiers, tier)]
        own = [each.model for each in live.tiers.of(tier)]
        routed = {c.model for e in entries if e.tier is tier for c in e.candidates}
        assert listed[: len(own)] == own
        assert len(set(listed)) == len(listed)
        assert set(listed[len(own) :]) == routed - set(own)


def test_what_a_model_accepts_is_told_as_far_as_it_is_known() -> None:
    known = Capability(context_length=1_000, input_modalities=("text", "image"))
    live = table(capabilities={"d/cheap": known}, simulated=True)
    found = json.loads(answer_of(live).wire_json())["table"]
    assert (found["version"], found["simulated"]) == ("v1", True)
    told = {"model": "d/cheap", "contextLength": 1_000, "inputModalities": ["text", "image"]}
    assert told in found["tiers"]["low"]
    unknown = {"contextLength": None, "inputModalities": None}
    others = [m for m in found["tiers"]["low"] if m["model"] != "d/cheap"]
    assert all({**m, **unknown} == m for m in others)


@pytest.mark.parametrize("path", ["/candidates", "/_aws/execute-api/x/$default/candidates"])
def test_a_caller_with_the_secret_reads_the_live_table(stack: Stack, path: str) -> None:
    status, body = get(stack, path=path)
    found = CandidatesAnswer.from_wire(body)
    assert (status, found.reason) == (200, None)
    assert found == answer_of(stack.handler._table.current())
    assert found.table is not None


def test_another_caller_is_refused(stack: Stack) -> None:
    assert get(stack, "other") == (
        401,
        {"error": "authorization: the bearer secret is missing or not valid"},
    )


def test_without_a_table_the_answer_is_null_with_the_reason(stack: Stack) -> None:
    hit("s3", down)
    hit("dynamodb", down)
    assert get(stack) == (200, {"table": None, "reason": "no_table"})


def test_without_a_readable_secret_the_answer_is_null_with_the_reason(stack: Stack) -> None:
    hit("secretsmanager", down)
    assert get(stack) == (200, {"table": None, "reason": "secret_unavailable"})
