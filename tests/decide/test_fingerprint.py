"""What users and their sessions are called in logs."""

import gzip
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.aws import clients
from contracts.hot_record import replace
from functions.decide.fingerprint import Pseudonyms
from tests.decide.asking import NAMES, ask, reduced
from tests.decide.stack import SECRET, Stack

TEXTS = st.text(min_size=1)


def test_sessions_of_two_users_never_meet() -> None:
    other = replace(ask(), user_id="v")
    assert NAMES.session(ask(), reduced()) != NAMES.session(other, reduced())


def test_the_session_counts_before_the_machine_and_the_content_last() -> None:
    def key(text: str, *args: Any, **changes: Any) -> str:
        return NAMES.session(ask(text, *args, **changes), reduced(text))

    assert key("a", machine_id="m") == key("other text")
    assert key("a", None, machine_id="m") == key("other text", None, machine_id="m")
    assert key("a", None) != key("b", None)


@given(TEXTS, TEXTS.filter(str.strip), st.sampled_from(["s", None]))
@settings(deadline=None)
def test_names_are_those_of_the_secret_and_of_no_other(
    secret: str, user: str, session: str | None
) -> None:
    request = replace(ask(session=session), user_id=user)
    mine, again, other = (Pseudonyms.by(each) for each in (secret, secret, f"{secret}."))
    assert mine.user(user) == again.user(user) != other.user(user)
    assert mine.session(request, reduced()) == again.session(request, reduced())
    assert mine.session(request, reduced()) != other.session(request, reduced())
    assert Pseudonyms().user(user) != Pseudonyms().user(user)


def test_addresses_cannot_be_tried_out_without_the_secret() -> None:
    """However the texts are put together, hashing them finds no name."""
    found = {NAMES.user("10.0.0.7"), NAMES.session(ask("x", "s"), reduced())}
    user, parts = ["user", "10.0.0.7"], ["user:u", "task:s"]
    texts = [json.dumps(each, separators=(",", ":")) for each in (user, parts)]
    texts += ["10.0.0.7", "user:10.0.0.7", "user:u:task:s"]
    assert found.isdisjoint(hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts)


def written(stack: Stack) -> dict[str, Any]:
    """Return the one line of the decision log."""
    s3 = clients.s3(quick=True)
    (found,) = s3.list_objects_v2(Bucket="bucket", Prefix="decisions/")["Contents"]
    text = gzip.decompress(s3.get_object(Bucket="bucket", Key=found["Key"])["Body"].read())
    return dict(json.loads(text))


def test_what_is_written_down_has_the_names_of_the_gateways_secret_and_not_the_secret(
    stack: Stack, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    stack.ask()
    row, names = written(stack), Pseudonyms.by(SECRET)
    assert row["userHash"] == names.user("u")
    assert row["sessionHash"] == names.session(ask(), reduced())
    told = f"{row}{stack.printed}{capsys.readouterr()}{caplog.text}{names!r}"
    assert "userHash" in told
    assert not [key for key in (SECRET, names.key.hex(), repr(names.key)) if key in told]


def test_a_rotation_costs_a_session_its_state_once_and_only_when_the_gateway_takes_part(
    stack: Stack,
) -> None:
    assert stack.ask()["cost"] > 0
    clients.secretsmanager(quick=True).put_secret_value(SecretId="decide", SecretString="newer")
    stack.handler._secrets._kept.clear()
    assert [stack.ask()["cost"], stack.ask(bearer="newer")["cost"]] == [0, 0.001]
    assert stack.ask(bearer="newer")["cost"] == 0
