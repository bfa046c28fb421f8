"""Provide the handler with its stores in memory and a provider on loopback."""

import importlib
import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from contracts import objects
from contracts.publication import Publication
from contracts.winner import LiveClassifier
from tests.decide.stack import SECRET, Provider, Stack, closed_port, forget
from tests.samples import NOON, draft, run, table, winner


@pytest.fixture
def provider() -> Iterator[type[Provider]]:
    kind = type("P", (Provider,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kind.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def stack(items: Items, blobs: Any, provider: type[Provider]) -> Iterator[Stack]:
    secrets = boto3.client("secretsmanager")
    keys = {"baseUrl": provider.url, "apiKey": "k"}  # type: ignore[attr-defined]
    arns = {
        "DECIDE_SECRET_ARN": secrets.create_secret(Name="decide", SecretString=SECRET)["ARN"],
        "PROVIDER_SECRET_ARN": secrets.create_secret(
            Name="provider", SecretString=json.dumps(keys)
        )["ARN"],
    }
    names = {
        "TABLE_NAME": "table",
        "BUCKET_NAME": "bucket",
        "CACHE_URL": f"valkey://{closed_port()}/0",
    }
    live = PublicationStore(items)
    done = Publication(action="publish", version="v", replaced=None, at=NOON, by="me", why="x")
    live.publish(draft(run()), None, done)
    blobs.put(objects.LIVE_TABLE, table(run().run_id).wire_json())
    blobs.put(objects.LIVE_CLASSIFIER, LiveClassifier(winner=winner()).wire_json())
    forget()
    with patch.dict(os.environ, {**arns, **names, "SAMPLE_RATE": "1"}):
        sys.modules.pop("functions.decide.handler", None)
        handler = importlib.import_module("functions.decide.handler")
        yield Stack(handler, provider)
        for pool in (handler._requests, handler._reads, handler._waits):
            pool.shutdown(wait=True)
    sys.modules.pop("functions.decide.handler", None)
    forget()
