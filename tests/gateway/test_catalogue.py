"""What the list of models says of the gateway's own models, and against its fallbacks."""

import asyncio
import json
import logging
from typing import Any

import pytest

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


def read(catalogue: Catalogue) -> list[dict[str, Any]]:
    asyncio.run(catalogue.refresh())
    data: list[dict[str, Any]] = json.loads(catalogue.listed())["data"]
    return data


def test_fallbacks_that_some_client_cannot_call_are_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    source = Source({"id": "f/one", "supported_endpoints": ALL[:1]}, {"id": "f/three"})
    three = settings(*(Fallback(model=f"f/{name}") for name in ("one", "two", "three:nitro")))
    catalogue = Catalogue(three, source)
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
    catalogue = Catalogue(settings(hidden=True), source)
    before = read(catalogue)
    source.body = body
    assert read(catalogue) == before == [{"id": "f/one"}, {"id": "f/two", "more": {"n": 1}}]
    assert "the provider's list of models was not read" in caplog.messages[0]


@pytest.mark.parametrize("hidden", [True, False])
def test_hidden_models_are_in_no_list(hidden: bool) -> None:
    listed = [row["id"] for row in read(Catalogue(settings(hidden=hidden), Source({"id": "m"})))]
    assert listed == (["m"] if hidden else [VIRTUAL, CLAUDE_ALIAS, "m"])
