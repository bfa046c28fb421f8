"""Which person acts at the admin API, and what it accepts as a body."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver, Response
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.depth import MOST
from functions.admin.answers import body, caller, failed

ARN = "arn:aws:iam::1:user/ann"
IAM = {"authorizer": {"iam": {"userArn": ARN}}}
NAMES = st.sampled_from(["x-updated-by", "X-Updated-By", "x-amzn-iam-user-arn"]) | st.text()

app = LambdaFunctionUrlResolver()
app.exception_handler(Exception)(failed)


@app.post("/caller")
def show_caller() -> Response[str]:
    return Response(200, "text/plain", caller(app))


@app.post("/body")
def show_body() -> Response[str]:
    return Response(200, "application/json", json.dumps(body(app)))


def post(path: str, **event: Any) -> dict[str, Any]:
    http = {"method": "POST", "path": path}
    context = {"http": http, "stage": "$default", **event.pop("context", {})}
    sent = {"rawPath": path, "headers": {}, "requestContext": context, **event}
    return app.resolve(sent, SimpleNamespace())  # type: ignore[arg-type]


@given(st.dictionaries(NAMES, st.text()))
@settings(deadline=None)
def test_who_acts_is_whom_iam_found_whatever_is_sent(headers: dict[str, str]) -> None:
    said = {"updatedBy": "root", "by": "root"}
    sent = {"headers": headers, "queryStringParameters": said, "body": json.dumps(said)}
    assert post("/caller", context=IAM, **sent)["body"] == ARN
    assert post("/caller", **sent)["body"] == "unknown"


@given(st.text())
@settings(deadline=None)
def test_any_body_is_read_or_refused_by_name(text: str) -> None:
    answer = post("/body", body=text)
    said = json.loads(answer["body"])
    assert answer["statusCode"] == 200 or said["error"].startswith("body: is not valid JSON")


@pytest.mark.parametrize("depth", [1, MOST, MOST + 1, 400, 900, 100_000])
@pytest.mark.parametrize(("first", "last"), [("[", "]"), ('{"a":', "}")])
def test_a_body_that_is_too_deep_is_refused_with_the_remedy(
    depth: int, first: str, last: str
) -> None:
    answer = post("/body", body=f"{first * depth}0{last * depth}")
    assert answer["statusCode"] == (200 if depth <= MOST else 400)
    assert ("levels deep; send it flatter" in answer["body"]) is (depth > MOST)
