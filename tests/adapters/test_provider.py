"""Calls to the provider end: in time, with a limited answer, whatever is sent."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.provider import bounded
from adapters.provider.client import Provider
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from tests.adapters.trickling import (
    ENDLESS,
    GUARD_SECONDS,
    HEAD,
    SECONDS,
    failure,
    serving,
    unreachable,
)


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """Return the TLS context of an origin whose authority this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    bounded._trust.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    yield context
    bounded._trust.cache_clear()


def reply(value: object) -> bytes:
    """Return an answer with `value` in every place."""
    usage = dict.fromkeys(("cost", "prompt_tokens", "completion_tokens"), value)
    choices = [{"message": {"content": value}, "finish_reason": value}]
    body = json.dumps({"choices": choices, "usage": usage, "other": value})
    return HEAD + b"\r\n" + body.encode()


def deep(depth: int) -> bytes:
    return HEAD + b'\r\n{"usage": {"cost": ' + b"[" * depth + b"]" * depth + b"}}"


def ask(provider: Provider) -> object:
    return provider.complete("m", [], {}, SECONDS)


@pytest.mark.parametrize("how", ENDLESS)
def test_a_call_ends_in_time_wherever_its_answer_trickles(how: str) -> None:
    with serving(endless=how) as origin:
        assert failure(lambda: ask(origin.provider)).cause is FailureCause.TIMEOUT


@pytest.mark.parametrize("how", ["silence", "header", "body", "chunks"])
def test_under_tls_too(how: str, trust: ssl.SSLContext) -> None:
    with serving(endless=how, trust=trust) as origin:
        assert failure(lambda: ask(origin.provider)).cause is FailureCause.TIMEOUT


def test_a_call_ends_in_time_while_the_handshake_trickles() -> None:
    with serving(hello=True) as origin:
        assert failure(lambda: ask(origin.provider)).cause is FailureCause.TIMEOUT


def test_connecting_ends_in_time_however_many_addresses_there_are() -> None:
    with unreachable() as secret:
        port = int(secret.base_url.rpartition(":")[2].partition("/")[0])
        address = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))
        with patch.object(socket, "getaddrinfo", return_value=[address] * 200):
            late = failure(lambda: ask(Provider(secret.base_url, "k")))
    assert late.cause is FailureCause.TIMEOUT


def test_a_request_that_nobody_reads_ends_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        provider = Provider(f"http://127.0.0.1:{deaf.getsockname()[1]}", "k")
        long = [{"role": "user", "content": "x" * 20_000_000}]
        late = failure(lambda: provider.complete("m", long, {}, SECONDS))
    assert late.cause is FailureCause.TIMEOUT


def test_a_list_of_models_has_the_limit_of_its_provider() -> None:
    with serving(endless="body") as origin:
        late = failure(Provider(origin.secret.base_url, "k", timeout=SECONDS).models)
    assert late.cause is FailureCause.TIMEOUT


@pytest.mark.parametrize("how", ["header", "headers", "body", "rest", "chunk_size"])
def test_an_answer_without_end_is_given_up_before_it_fills_the_memory(how: str) -> None:
    """It is sent as fast as possible: a gigabyte would arrive in time."""
    with serving(endless=how, hurried=True) as origin:
        late = failure(lambda: origin.provider.complete("m", [], {}, GUARD_SECONDS))
    assert late.cause is FailureCause.PROVIDER_ERROR


def test_the_connection_of_a_call_that_was_answered_serves_the_next_one(
    trust: ssl.SSLContext,
) -> None:
    with serving(trust=trust) as origin:
        provider = origin.provider
        texts = [provider.complete("m", [], {}, GUARD_SECONDS).text for _ in range(3)]
        assert (texts, origin.accepted) == (["hi"] * 3, 1)


RAW = (
    st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda rest: HEAD + rest)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=9).map(reply)
    | st.sampled_from((90, 990, 100_000)).map(deep)
)


def test_whatever_comes_is_a_completion_or_a_failure_of_the_provider() -> None:
    with serving() as origin:

        @given(RAW)
        @settings(max_examples=60, deadline=None)
        def ask_for(raw: bytes) -> None:
            origin.raw = raw
            with suppress(ProviderFailure):
                assert isinstance(origin.provider.complete("m", [], {}, GUARD_SECONDS), Completion)

        ask_for()
