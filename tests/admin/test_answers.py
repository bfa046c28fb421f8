"""Who acts at the admin API."""

import json
from types import SimpleNamespace
from typing import Any

from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver, Response
from hypothesis import given
from hypothesis import strategies as st

from functions.admin.answers import caller

ARN = "arn:aws:iam::1:user/ann"
IAM = {"authorizer": {"iam": {"userArn": ARN}}}
NAMES = st.sampled_from(["x-updated-by", "X-Updated-By", "x-amzn-iam-user-arn"]) | st.text()

app = LambdaFunctionUrlResolver()


@app.post("/caller")
def show_caller() -> Response[str]:
    return Response(200, "text/plain", caller(app))


def post(path: str, **event: Any) -> dict[str, Any]:
    http = {"method": "POST", "path": path}
    context = {"http": http, "stage": "$default", **event.pop("context", {})}
    sent = {"rawPath": path, "headers": {}, "requestContext": context, **event}
    return app.resolve(sent, SimpleNamespace())  # type: ignore[arg-type]


@given(st.dictionaries(NAMES, st.text()))
def test_who_acts_is_whom_iam_found_whatever_is_sent(headers: dict[str, str]) -> None:
    said = {"updatedBy": "root", "by": "root"}
    sent = {"headers": headers, "queryStringParameters": said, "body": json.dumps(said)}
    assert post("/caller", context=IAM, **sent)["body"] == ARN
    assert post("/caller", **sent)["body"] == "unknown"
