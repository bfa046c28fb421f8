"""What the list of models says of the gateway's own models, and against its fallbacks."""

import asyncio
import json
import logging
from typing import Any

import pytest

from contracts.live_candidates import (
    CandidatesAnswer,
    LiveCandidates,
    LiveModel,
    LiveTiers,
)
from contracts.tier import TIERS
from gateway.catalogue import Catalogue
from gateway.settings import CLAUDE_ALIAS, VIRTUAL, Fallback, Settings

ALL = ["/chat/completions", "/responses", "/v1/messages"]


def settings(*fallbacks: Fallback, **more: Any) -> Settings:
    some = fallbacks or (Fallback(model="f/one"), Fallback(model="f/two"))
    return Settings(upstream_url="http://p.example/v1", fallbacks=some, **more)


class Source:
    """A provider whose list a test writes; None is no answer."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.body: bytes | None = json.dumps({"data": rows}).encode()

    async def __call__(self) -> bytes:
        if self.body is None:
            raise TimeoutError
        return self.body


async def unknown() -> bytes | None:
    return None


def live(simulated: bool = False, **tiers: Any) -> bytes:
    """Return what `/candidates` says of tiers; `low={"m": 5}` is a model and its context."""
    named = {
        tier: tuple(
            LiveModel(model=model, context_length=tokens)
            for model, tokens in tiers.get(tier, {"c/all": 90_000}).items()
        )
        for tier in TIERS
    }
    table = LiveCandidates(version="v7", simulated=simulated, tiers=LiveTiers(**named))
    return CandidatesAnswer(table=table).wire_json().encode()


def own(catalogue: Catalogue) -> dict[str, Any]:
    return read(catalogue)[0]


def read(catalogue: Catalogue) -> list[dict[str, Any]]:
    asyncio.run(catalogue.refresh())
    data: list[dict[str, Any]] = json.loads(catalogue.listed())["data"]
    return data


def test_fallbacks_that_some_client_cannot_call_are_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    source = Source({"id": "f/one", "supported_endpoints": ALL[:1]}, {"id": "f/three"})
    three = settings(*(Fallback(model=f"f/{name}") for name in ("one", "two", "three:nitro")))
    catalogue = Catalogue(three, source, unknown)
    with caplog.at_level(logging.WARNING):
        read(catalogue), read(catalogue)
    assert caplog.messages == [
        "fallbacks: f/one is not served on responses, messages; name one that all APIs serve",
        "fallbacks: the provider does not list f/two; name a model of its list",
    ]


@pytest.mark.parametrize("body", [None, b"<html>", b"{}", b'{"data": 7}'])
def test_a_list_that_cannot_be_read_leaves_the_one_before(
    caplog: pytest.LogCaptureFixture, body: bytes | None
) -> None:
    source = Source({"id": "f/one"}, {"id": "f/two", "more": {"n": 1}})
    catalogue = Catalogue(settings(hidden=True), source, unknown)
    before = read(catalogue)
    source.body = body
    assert read(catalogue) == before == [{"id": "f/one"}, {"id": "f/two", "more": {"n": 1}}]
    assert "the provider's list of models was not read" in caplog.messages[0]


@pytest.mark.parametrize("hidden", [True, False])
def test_hidden_models_are_in_no_list(hidden: bool) -> None:
    catalogue = Catalogue(settings(hidden=hidden), Source({"id": "m"}), unknown)
    listed = [row["id"] for row in read(catalogue)]
    assert listed == (["m"] if hidden else [VIRTUAL, CLAUDE_ALIAS, "m"])


KNOWN = (Fallback(model="f/one", context_length=70_000), Fallback(model="f/two"))
LISTED = {"id": "f/two", "context_length": 80_000}


class Live:
    """A `/candidates` whose answer a test writes; None is no answer."""

    def __init__(self, body: bytes | None) -> None:
        self.body = body

    async def __call__(self) -> bytes:
        if self.body is None:
            raise TimeoutError
        return self.body


def test_the_entry_names_the_candidates_by_tier_and_the_fallbacks() -> None:
    answer = live(low={"c/low": 1, "f/one": 1}, simulated=True)
    found = own(Catalogue(settings(*KNOWN), Source(LISTED), Live(answer)))
    assert found["id"] == VIRTUAL
    assert found["autoRouting"] == {
        "models": ["c/low", "f/one", "c/all", "f/two"],
        "fallbacks": ["f/one", "f/two"],
        "tableVersion": "v7",
        "tiers": {"low": ["c/low", "f/one"], "medium": ["c/all"], "high": ["c/all"]},
        "simulated": True,
    }
    assert found["context_length"] == 1


@pytest.mark.parametrize(
    ("answer", "promised"),
    [
        (live(), 70_000),
        (live(low={"c/all": 60_000}, medium={"c/small": 50_000}), 50_000),
        (live(low={"c/unknown": None}), None),
        (live(low={"f/two": None}), 70_000),
        (live(low={"c/denied": 5}), 70_000),
        (b'{"table": null, "reason": "no_table"}', 70_000),
        (b"<html>", 70_000),
        (None, 70_000),
    ],
)
def test_the_promise_is_what_each_model_that_may_serve_holds(
    answer: bytes | None, promised: int | None
) -> None:
    """Where the table does not know a context, the provider's list may."""
    denied = settings(*KNOWN, denied_models=("c/denied",))
    found = own(Catalogue(denied, Source(LISTED), Live(answer)))
    assert found.get("context_length") == promised
    assert "c/denied" not in found["autoRouting"]["models"]


def test_an_operator_may_promise_another_context() -> None:
    told = settings(context_length=9_000)
    assert own(Catalogue(told, Source(), Live(live())))["context_length"] == 9_000


@pytest.mark.parametrize(
    ("then", "version"),
    [
        (None, "v7"),
        (b"{}", "v7"),
        (b'{"table": null, "reason": "secret_unavailable"}', "v7"),
        (b'{"table": null, "reason": "no_table"}', None),
    ],
)
def test_candidates_that_cannot_be_read_again_stay(then: bytes | None, version: str | None) -> None:
    source = Live(live())
    catalogue = Catalogue(settings(), Source(), source)
    assert own(catalogue)["autoRouting"]["tableVersion"] == "v7"
    source.body = then
    assert own(catalogue)["autoRouting"]["tableVersion"] == version
