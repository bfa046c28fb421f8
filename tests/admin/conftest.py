"""The admin handler with its stores in memory, a provider that is a listing, and no worker."""

import importlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

import functions.admin
from adapters.aws import clients
from adapters.aws.blobs import Blobs
from adapters.aws.queue import Queue
from adapters.dynamodb.items import Items
from contracts.classification import ApiKind
from contracts.control_record import ControlRecord
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.ports import Listing
from contracts.price import Price
from tests.benchmark.conftest import Fleet, Outbox
from tests.samples import USAGE_SCHEMA

ANN = "arn:aws:iam::1:user/ann"
LISTED = ("c/one", "c/two", "d/cheap", "d/dear")
NAMES = {
    "TABLE_NAME": "table",
    "BUCKET_NAME": "bucket",
    "USAGE_TABLE_NAME": "usage",
    "PROVIDER_SECRET_ARN": "never read",
    "WORKER_IMAGE": "sha256:1",
    "CLI_VERSION": "7.4.11",
    "MAX_TASKS": "20",
    "CLUSTER": "c",
    "TASK_DEFINITION": "t",
    "SUBNETS": "s",
    "SECURITY_GROUP": "g",
}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any

    @property
    def error(self) -> str:
        return str(self.body["error"])


@dataclass
class Admin:
    """The handler as it is deployed; `called` is each verb and path that it was sent."""

    handler: ModuleType
    wiring: ModuleType
    blobs: Blobs
    published: Outbox = field(default_factory=Outbox)
    chunks: Outbox = field(default_factory=Outbox)
    evaluating: Outbox = field(default_factory=Outbox)
    fleet: Fleet = field(default_factory=Fleet)
    provider_is_down: bool = False
    apis: dict[str, frozenset[ApiKind]] = field(default_factory=dict)

    def call(self, request: str, body: Any = None, **event: Any) -> Answer:
        """`request` as in `PUT /admin/config`; `body` is a JSON value, or bytes as they are."""
        verb, _, target = request.partition(" ")
        path, _, query = target.partition("?")
        sent = body.decode() if isinstance(body, bytes) else json.dumps(body)
        authorizer = {"iam": {"userArn": ANN}}
        http = {"method": verb, "path": path}
        context = {"http": http, "stage": "$default", "authorizer": authorizer}
        asked = dict(pair.split("=") for pair in query.split("&") if pair)
        found = {"rawPath": path, "headers": {}, "requestContext": context, "body": sent}
        found["queryStringParameters"] = asked
        answer = self.handler.handler({**found, **event}, SimpleNamespace())
        return Answer(answer["statusCode"], json.loads(answer["body"]))

    def listing(self) -> Listing:
        if self.provider_is_down:
            raise ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500")
        prices = {"d/dear": Price(prompt=0.01, completion=0.1)}
        simulated = dict.fromkeys(LISTED, True)
        return Listing("https://provider.example/v1", prices, simulated, apis=self.apis)

    def keep(self, key: str, record: ControlRecord) -> None:
        self.blobs.put(key, record.wire_json())


@pytest.fixture
def admin(items: Items, blobs: Blobs, queue: Queue) -> Iterator[Admin]:
    urls = {f"{name}_QUEUE_URL": queue.url for name in ("RUN", "CHUNK", "PUBLISH", "EVALUATE")}
    clients.forget()
    items.client.create_table(TableName=NAMES["USAGE_TABLE_NAME"], **USAGE_SCHEMA)
    with patch.dict(os.environ, {**NAMES, **urls}):
        _forget()
        handler = importlib.import_module("functions.admin.handler")
        wiring = importlib.import_module("functions.admin.wiring")
        admin = Admin(handler, wiring, blobs)
        with patch.multiple(wiring, **_instead(wiring, admin)):
            yield admin
    _forget()
    clients.forget()


def _instead(wiring: ModuleType, admin: Admin) -> dict[str, Any]:
    starter = replace(wiring.starter, models=admin.listing)
    return {
        "models": admin.listing,
        "publishes": admin.published,
        "evaluating": admin.evaluating,
        "starter": starter,
        "regrader": replace(wiring.regrader, starter=starter),
        "debugger": replace(wiring.debugger, chunks=admin.chunks, workers=admin.fleet),
    }


def _forget() -> None:
    """Have the next import read the environment again; `answers` keeps no state and stays."""
    for name in ("dataset", "evaluations", "handler", "runs", "tables", "usage", "wiring"):
        sys.modules.pop(f"functions.admin.{name}", None)
        vars(functions.admin).pop(name, None)
