"""The handler over HTTP: which callers may ask, for what, and what is logged of it."""

import gzip
import json
from unittest.mock import patch

import pytest

from adapters.aws import clients
from tests.decide.asking import ask
from tests.decide.stack import SECRET, Stack


def test_after_a_rotation_the_secret_before_is_good_too_and_a_third_is_not(stack: Stack) -> None:
    client = clients.secretsmanager(quick=True)
    client.put_secret_value(SecretId="decide", SecretString="newer")
    for given, status in ((SECRET, 200), ("newer", 200), ("other", 401), ("", 401)):
        stack.handler._secrets._kept.clear()
        event = {
            "headers": {"authorization": f"Bearer {given}"},
            "body": json.dumps(ask().wire()),
        }
        with patch.object(stack.handler, "_tell", stack.printed.append):
            assert stack.handler.handler(event, None)["statusCode"] == status
    assert stack.metric("Refused") == 2


def test_a_secret_that_this_process_has_not_seen_yet_is_looked_for(stack: Stack) -> None:
    stack.ask()
    clients.secretsmanager(quick=True).put_secret_value(SecretId="decide", SecretString="newer")
    event = {"headers": {"authorization": "Bearer newer"}, "body": json.dumps(ask().wire())}
    assert stack.handler.handler(event, None)["statusCode"] == 401, "asked for a moment ago"
    kept = stack.handler._secrets._kept
    kept.update({name: (at - 11, value) for name, (at, value) in kept.items()})
    assert stack.handler.handler(event, None)["statusCode"] == 200


def test_a_body_over_the_limit_is_refused_with_the_remedy(stack: Stack) -> None:
    event = {"headers": {"authorization": f"Bearer {SECRET}"}, "body": "x" * (4 * 2**20 + 1)}
    answer = stack.handler.handler(event, None)
    assert answer["statusCode"] == 413
    assert "send `input`" in answer["body"]


def test_a_decision_is_logged_with_hashes_and_numbers_and_no_content(stack: Stack) -> None:
    stack.ask(text="the secret plan of my employer")
    s3 = clients.s3(quick=True)
    (found,) = s3.list_objects_v2(Bucket="bucket", Prefix="decisions/")["Contents"]
    text = gzip.decompress(s3.get_object(Bucket="bucket", Key=found["Key"])["Body"].read())
    row = json.loads(text)
    assert (row["reason"], row["model"], row["tier"]) == (
        "cheapest_meeting_the_bar",
        "d/cheap",
        "low",
    )
    assert row["classifier"] == "c/one"
    assert len(row["sessionHash"]) == len(row["contentHash"]) == 16
    assert b"secret plan" not in text
    assert "secret plan" not in "".join(stack.printed)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r"\ud83d", "\ufffd"),
        (r"\uDE00", "\ufffd"),
        (r"\ud83d \ud83d\ude00", "\ufffd \U0001f600"),
    ],
)
def test_half_a_character_as_javascript_sends_it_is_no_reason_to_refuse(
    stack: Stack, sent: str, read: str
) -> None:
    body = json.dumps(ask("fix HALF").wire()).replace("HALF", sent)
    found = stack.send(body)["classifierResult"]["normalized"]["userPromptPrefix"]
    assert found == f"fix {read}"


def test_a_real_switch_is_always_logged_with_its_reason(stack: Stack) -> None:
    stack.ask()
    stack.ask(constraints={"deniedModels": ["d/cheap"]})
    assert stack.metric("Switches") == 1
