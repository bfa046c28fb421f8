"""On which APIs a model is served, as providers' lists say it."""

import json
from collections.abc import Set
from typing import Any

import pytest

from adapters.provider.listing import rows_of
from contracts.classification import ApiKind, apis_without
from local.provider.catalogue import Catalogue
from local.provider.server import serve
from tests.provider.calling import post

CHAT, RESPONSES, MESSAGES = ApiKind


@pytest.mark.parametrize(
    ("listed", "apis"),
    [
        ({}, None),
        ({"supported_endpoints": None}, None),
        ({"supported_endpoints": []}, None),
        ({"supported_endpoints": "/responses"}, None),
        ({"supported_endpoints": [{"path": "/responses"}]}, None),
        ({"supported_endpoints": ["/responses", "ws:/responses"]}, {RESPONSES}),
        ({"supported_endpoints": ["/chat/completions", "/v1/messages"]}, {CHAT, MESSAGES}),
        ({"supported_endpoints": ["/v1/embeddings", 7]}, set()),
        ({"supported_endpoint_types": ["openai"]}, None),
    ],
)
def test_the_apis_of_a_model_are_those_that_its_row_names(
    listed: dict[str, Any], apis: Set[ApiKind] | None
) -> None:
    (row,) = rows_of(json.dumps({"data": [{"id": "m", **listed}]}).encode())
    assert row.apis == apis


def test_what_a_list_does_not_say_is_no_objection() -> None:
    assert apis_without(None) == ()
    assert apis_without({CHAT}) == (RESPONSES, MESSAGES)
    assert apis_without(frozenset(ApiKind)) == ()


def test_the_simulated_provider_serves_a_model_on_the_apis_that_it_lists() -> None:
    small = Catalogue.load().model[0].model_copy(update={"apis": (CHAT, MESSAGES)})
    (row,) = rows_of(json.dumps({"data": [small.row]}).encode())
    assert row.apis == frozenset({CHAT, MESSAGES})
    turns = [{"role": "user", "content": "hi"}]
    chat = {"model": small.id, "messages": turns, "max_tokens": 9}
    with serve(Catalogue(model=(small,)), (), ()) as provider:
        assert post(provider, "messages", chat).status_code == 200
        assert post(provider, "chat/completions", chat).status_code == 200
        refused = post(provider, "responses", {"model": small.id, "input": turns})
    assert refused.status_code == 400
    assert refused.json()["error"]["message"].endswith(f"{small.id} is not for responses")
