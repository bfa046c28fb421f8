"""The deployed token function."""

from typing import Any

import httpx
import pytest

from adapters.identities import verify
from tests.e2e.conftest import Deployed
from tests.e2e.test_recovery import put


def post(deployed: Deployed, body: Any, secret: str | None = None) -> httpx.Response:
    target = deployed.target
    known = target.secrets.text(target.outputs.token_secret_arn)
    return httpx.post(
        target.outputs.token_url,
        json=body,
        headers={"authorization": f"Bearer {secret or known}"},
        timeout=30,
    )


def test_a_token_is_minted_for_the_benchmark_user_and_can_be_verified(deployed: Deployed) -> None:
    put(deployed, benchmarkUserId="bench")
    answer = post(deployed, {"userId": "bench"})
    assert answer.status_code == 200, answer.text
    target = deployed.target
    keys = target.secrets.valid(target.outputs.signing_secret_arn)
    assert verify(answer.json()["token"], keys).user_id == "bench"


@pytest.mark.parametrize(
    ("body", "secret", "status", "named"),
    [
        ({"userId": "bench"}, "wrong", 401, "authorization"),
        ({"userId": "somebody"}, None, 404, "userId"),
        ({}, None, 400, "userId"),
        ({"userId": "bench", "seconds": 99_999}, None, 400, "seconds"),
    ],
)
def test_anything_else_is_refused_by_field(
    deployed: Deployed, body: Any, secret: str | None, status: int, named: str
) -> None:
    put(deployed, benchmarkUserId="bench")
    answer = post(deployed, body, secret)
    assert (answer.status_code, named in answer.json()["error"]) == (status, True)
