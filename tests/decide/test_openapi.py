"""What the OpenAPI document promises, the handler keeps, whatever is sent."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.decide.openapi import document
from tests.decide.stack import SECRET, Stack

schema = schemathesis.openapi.from_dict(document())
ROUNDS = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Gateway(BaseHTTPRequestHandler):
    """HTTP as API Gateway hands it on."""

    handler: Any

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        text = self.rfile.read(size).decode(errors="replace")
        answer = self.handler({"headers": headers, "body": text, "rawPath": self.path}, None)
        body = answer["body"].encode()
        self.send_response(answer["statusCode"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def url(stack: Stack) -> Iterator[str]:
    kind = type("G", (Gateway,), {"handler": staticmethod(stack.handler.handler)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning")
@schema.parametrize()
@ROUNDS
def test_every_answer_is_one_that_the_document_names(case: Any, url: str) -> None:
    """Other methods are API Gateway's to refuse."""
    if case.method.lower() not in document()["paths"][case.path]:
        return
    headers = {"authorization": f"Bearer {SECRET}"}
    answer = case.call(base_url=url, headers=headers)
    assert answer.status_code < 500
    case.validate_response(
        answer,
        checks=[response_schema_conformance, status_code_conformance, content_type_conformance],
    )
