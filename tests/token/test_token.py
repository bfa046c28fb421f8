"""Benchmark identities: for the benchmark user alone, short-lived, and never for sale."""

from datetime import UTC, datetime, timedelta

import boto3
import jwt
import pytest

from adapters.identities import TokenInvalid, sign, verify
from adapters.secrets import Secrets
from contracts.errors import Refused
from contracts.identity import LONGEST, Identity, TokenRequest
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
