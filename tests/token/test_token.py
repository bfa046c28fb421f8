"""Benchmark identities: for the benchmark user alone, short-lived, and never for sale."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.aws.secrets import Secrets
from adapters.identities import TokenInvalid, sign, verify
from contracts.errors import Refused
from contracts.identity import LONGEST, Identity, TokenRequest
from contracts.problems import problems
from functions.token.mint import UnknownUser, authorized, identity
from tests.samples import config

KEY, OLD = "k" * 48, "o" * 48
NOW = datetime.now(UTC)


def minted(**changes: object) -> Identity:
    wanted = TokenRequest.from_wire({"userId": "bench", **changes})
    return identity(wanted, config(benchmarkUserId="bench"), NOW)


def forged(key: str = KEY, algorithm: str = "HS256", **changes: object) -> str:
    claims = jwt.decode(sign(minted(), KEY), options={"verify_signature": False})
    return jwt.encode({**claims, **changes}, key, algorithm=algorithm)


def test_a_token_says_who_until_when_and_what_for() -> None:
    found = verify(sign(minted(seconds=7200), KEY), [KEY])
    assert (found.user_id, found.token_source) == ("bench", "auto-routing-benchmark")
    assert found.expires_at - found.issued_at == timedelta(hours=2)
    assert minted().token_id != minted().token_id


@given(st.binary() | st.integers(1, 5).map(lambda n: b"[" * 10**n))
@settings(deadline=None)
def test_any_body_is_a_request_or_its_problems_are_named(body: bytes) -> None:
    for sent in (body, b'{"userId": ' + body, b'{"userId": "bench", "x": ' + body):
        with pytest.raises(ValidationError) as error:
            TokenRequest.from_json(sent)
        assert all(": " in each for each in problems(error.value))


def test_a_token_names_the_models_that_it_may_call() -> None:
    settings = config(benchmarkUserId="bench")
    assert verify(sign(minted(), KEY), [KEY]).models == settings.models
    assert {model.id for model in settings.decider_models} < set(settings.models)


def test_only_the_benchmark_user_gets_one() -> None:
    with pytest.raises(UnknownUser):
        identity(TokenRequest(user_id="root"), config(benchmarkUserId="bench"), NOW)
    for unset in (config(), None):
        with pytest.raises(Refused, match="benchmarkUserId: none is configured"):
            identity(TokenRequest(user_id="bench"), unset, NOW)


@pytest.mark.parametrize("seconds", [0, 59, LONGEST + 1])
def test_none_is_valid_for_longer_than_six_hours(seconds: int) -> None:
    with pytest.raises(ValueError, match="seconds"):
        minted(seconds=seconds)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        forged(key="x" * 48),
        forged(key="", algorithm="none"),
        forged(aud="somebody-else"),
        forged(iss="somebody-else"),
        forged(tokenSource="login"),
        forged(sub=""),
        forged(exp=1),
        forged(exp=NOW.timestamp() + LONGEST + 60),
    ],
)
def test_any_other_token_is_refused_without_being_repeated(token: str) -> None:
    with pytest.raises(TokenInvalid) as refused:
        verify(token, [KEY])
    assert not token or token not in str(refused.value)


AT = int(NOW.timestamp())
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, AT, AT + 3600, AT + 60.5, "1"])
ODD = {
    "text": str(AT),
    "half": AT + 0.5,
    "no number": float("nan"),
    "endless": float("inf"),
    "large": 1e300,
    "larger": 10**400,
    "negative": -1,
    "true": True,
    "list": [AT],
    "null": None,
    "object": {},
}
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
CLAIMS = st.sampled_from(["iss", "sub", "aud", "iat", "exp", "jti", "nbf", "tokenSource"])


def signed(payload: bytes) -> str:
    return jwt.PyJWS().encode(payload, KEY, "HS256")


def usable(token: str) -> bool:
    """Return whether there is an identity in it; any failure but TokenInvalid is a bug."""
    with suppress(TokenInvalid):
        return verify(token, [KEY]).user_id != ""
    return False


@given(st.dictionaries(CLAIMS, VALUES, min_size=1))
@settings(deadline=None)
def test_any_claims_whatever_are_an_identity_or_invalid(changes: dict[str, Any]) -> None:
    claims = {"iss": "auto-routing", "aud": "auto-routing-gateway", "sub": "u", "jti": "t"}
    whole = {**claims, "iat": AT, "exp": AT + 3600, "tokenSource": "auto-routing-benchmark"}
    assert usable(signed(json.dumps(whole).encode()))
    usable(signed(json.dumps({**whole, **changes}).encode()))


@pytest.mark.parametrize("name", ["iat", "exp"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_times_that_are_no_whole_seconds_are_invalid(name: str, odd: object) -> None:
    claims = jwt.decode(sign(minted(), KEY), options={"verify_signature": False})
    assert not usable(signed(json.dumps({**claims, name: odd}).encode()))


@given(st.binary() | st.integers(1, 5).map(lambda n: b"[" * 10**n + b"]" * 10**n))
@settings(deadline=None)
def test_any_payload_and_any_token_are_an_identity_or_invalid(payload: bytes) -> None:
    assert not usable(signed(payload))
    _, *rest = signed(b"{}").split(".")
    assert not usable(".".join([base64.urlsafe_b64encode(payload).decode(), *rest]))
    assert not usable(payload.decode(errors="surrogateescape"))


def test_the_key_before_a_rotation_is_good_until_its_tokens_have_expired() -> None:
    assert verify(sign(minted(), OLD), [KEY, OLD]).user_id == "bench"
    with pytest.raises(TokenInvalid):
        verify(sign(minted(), OLD), [KEY])
    with pytest.raises(TokenInvalid):
        verify(sign(minted(), KEY), [])


@pytest.mark.parametrize(
    ("header", "known"),
    [("Bearer new", True), ("Bearer old", True), ("new", False), ("", False), ("Bearer é", False)],
)
def test_the_caller_proves_itself_with_the_current_or_the_previous_secret(
    header: str, known: bool
) -> None:
    assert authorized(header, ("new", "old")) is known


def test_both_values_of_a_rotated_secret_are_known(aws: None) -> None:
    client = boto3.client("secretsmanager")
    arn = client.create_secret(Name="s", SecretString="old")["ARN"]
    assert Secrets(client).valid(arn) == ("old",)
    client.put_secret_value(SecretId=arn, SecretString="new")
    assert Secrets(client).valid(arn) == ("new", "old")
