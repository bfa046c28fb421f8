"""Benchmark tokens use their models alone; anonymous callers get the fallback, unclassified."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from adapters.identities import sign
from contracts.errors import Malformed
from contracts.hot_record import replace
from contracts.identity import Identity
from contracts.usage import ANONYMOUS
from gateway.settings import secrets_in
from tests.gateway.running import KEY, SECRETS, VIRTUAL
from tests.gateway.stage import CHAT, CHOSEN, FIRST, MESSAGES, PATHS, Stage, asking, staged

SIGNING, OTHER = "k" * 40, "gw-key-of-user-2"
REVOKED = "t-revoked"
LIMITED = replace(SECRETS, signing_keys=("n" * 40, SIGNING), revoked_tokens=(REVOKED,))


@pytest.fixture(scope="module")
def _limited() -> Iterator[Stage]:
    with staged(LIMITED) as running:
        yield running


@pytest.fixture
def limited(_limited: Stage) -> Stage:
    return _limited.clear()


@pytest.fixture(scope="module")
def _opened() -> Iterator[Stage]:
    with staged(anonymous=True) as running:
        yield running


@pytest.fixture
def opened(_opened: Stage) -> Stage:
    return _opened.clear()


def token(key: str = SIGNING, **changes: Any) -> str:
    now = datetime.now(UTC) - timedelta(seconds=60)
    usual: dict[str, Any] = {
        "user_id": "bench",
        "token_id": "t-1",
        "issued_at": now,
        "expires_at": now + timedelta(hours=1),
        "models": ("m/measured", "m/other"),
    }
    return sign(Identity(**{**usual, **changes}), key)


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["authorization", "x-api-key"])
def test_a_token_uses_the_models_of_its_config(limited: Stage, path: str, name: str) -> None:
    said = {"authorization": "", name: token() if name == "x-api-key" else f"Bearer {token()}"}
    assert limited.gateway.post(path, asking(path, "m/measured"), **said).status_code == 200
    assert limited.row().user_id == "bench"
    assert token() not in str(limited.sent.headers)


@pytest.mark.parametrize("model", ["m/not", VIRTUAL, "claude-kilo-auto-efficient", FIRST])
@pytest.mark.parametrize("path", PATHS)
def test_a_token_uses_no_other_model(limited: Stage, path: str, model: str) -> None:
    answer = limited.gateway.post(path, asking(path, model), **bearer(token()))
    assert answer.status_code == 403
    assert model in answer.json()["error"]["message"]
    assert not limited.provider.asked
    assert not limited.decide.asked


def other_audience() -> str:
    claims = jwt.decode(token(), options={"verify_signature": False})
    return jwt.encode({**claims, "aud": "another"}, SIGNING, algorithm="HS256")


AGO = datetime.now(UTC) - timedelta(hours=2)
WRONG = {
    "expired": token(issued_at=AGO, expires_at=AGO + timedelta(hours=1)),
    "not yet": token(issued_at=datetime.now(UTC) + timedelta(hours=1)),
    "for too long": token(expires_at=datetime.now(UTC) + timedelta(days=30)),
    "another audience": other_audience(),
    "another key": token("x" * 40),
    "revoked": token(token_id=REVOKED),
    "no token": "a.b.c",
    "not ASCII": "\u00e9\u00ff",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_token_that_is_not_valid(limited: Stage, name: str) -> None:
    key = b"Bearer " + WRONG[name].encode("latin-1")
    answer = limited.gateway.client.post(
        f"{limited.gateway.url}{CHAT}",
        json=asking(CHAT, "m/measured"),
        headers={b"authorization": key},
    )
    assert answer.status_code == 401
    assert not limited.provider.asked


def test_a_token_without_models_uses_none(limited: Stage) -> None:
    for model in ("m/measured", VIRTUAL):
        answer = limited.gateway.post(CHAT, asking(CHAT, model), **bearer(token(models=())))
        assert answer.status_code == 403


def test_a_key_uses_all_models(limited: Stage) -> None:
    for model in ("m/not", VIRTUAL):
        assert limited.gateway.post(CHAT, asking(CHAT, model)).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_an_anonymous_caller_gets_the_fallback_unclassified(opened: Stage, path: str) -> None:
    answer = opened.gateway.post(path, asking(path), authorization="")
    assert answer.status_code == 200
    assert answer.headers["x-auto-routing-model"] == FIRST
    assert answer.headers["x-auto-routing-reason"] == "anonymous"
    assert not opened.decide.asked
    row = opened.row()
    assert (row.user_id, row.source, row.reason) == ("(anonymous)", "fallback", "anonymous")


@pytest.mark.parametrize("path", [*PATHS, f"{MESSAGES}/count_tokens"])
def test_an_anonymous_caller_uses_no_other_model(opened: Stage, path: str) -> None:
    answer = opened.gateway.post(path, asking(path, CHOSEN), authorization="")
    assert answer.status_code == 401
    assert not opened.provider.asked


def test_no_user_can_have_the_id_of_callers_without_a_key(limited: Stage) -> None:
    with pytest.raises(ValueError, match="names the callers without a key"):
        replace(SECRETS, keys_by_user={ANONYMOUS: "k" * 16})
    name = bearer(token(user_id=ANONYMOUS))
    answer = limited.gateway.post(CHAT, asking(CHAT, "m/measured"), **name)
    assert answer.status_code == 401
    assert "name it otherwise" in answer.json()["error"]["message"]
    assert not limited.provider.asked


def test_a_user_whose_id_is_anonymous_is_not_taken_for_a_caller_without_a_key() -> None:
    secrets = replace(SECRETS, keys_by_user={"anonymous": KEY})
    with staged(secrets, anonymous=True) as stage:
        for given in (f"Bearer {KEY}", ""):
            stage.gateway.post(CHAT, asking(CHAT), authorization=given)
        users = [row.user_id for row in stage.gateway.rows(2)]
    assert users == ["anonymous", ANONYMOUS]


@pytest.mark.parametrize(
    "given",
    [
        {"callers": {"kkkkkkkkkkkkkkkkk": "user-1"}},
        {"keysByUser": {"kkkkkkkkkkkkkkkkk": "user-1"}},
        {"keysByUser": {"u": "kkkkkkkkkkkkkkkkk", "v": ["kkkkkkkkkkkkkkkkk"]}},
        {"keysByUser": {ANONYMOUS: "kkkkkkkkkkkkkkkkk"}},
        {"keysByUser": ["kkkkkkkkkkkkkkkkk"]},
    ],
)
def test_secrets_in_another_shape_are_refused_with_the_shape_and_without_a_key(given: Any) -> None:
    with pytest.raises(Malformed, match=r"^secrets: .*an object of users, each with a key") as told:
        secrets_in(json.dumps({"upstreamKey": "u", **given}))
    assert "kkkkkkkk" not in str(told.value)


def test_a_wrong_key_is_not_taken_for_an_anonymous_caller(opened: Stage) -> None:
    answer = opened.gateway.post(CHAT, asking(CHAT), **bearer("wrong"))
    assert answer.status_code == 401


def test_a_key_is_classified_where_anonymous_callers_are_let_in(opened: Stage) -> None:
    answer = opened.gateway.post(CHAT, asking(CHAT), **bearer(KEY))
    assert answer.headers["x-auto-routing-model"] == CHOSEN


def test_the_sessions_of_two_users_are_apart() -> None:
    secrets = replace(SECRETS, keys_by_user={"u-1": KEY, "u-2": OTHER})
    with staged(secrets) as stage:
        for key in (KEY, OTHER, KEY):
            stage.gateway.post(CHAT, asking(CHAT), **{**bearer(key), "x-session-id": "same"})
        told = [asked.json().get("servedModel") for asked in stage.decide.asked]
    assert told == [None, None, CHOSEN]
