"""The metering proxy, called by hand."""

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import pytest

from adapters.provider.faults import Fault
from container.harness import ProviderAccess
from container.meter import CaseMeter
from container.proxy import MeteringProxy
from contracts.failure import FailureCause
from contracts.limits import CaseLimits
from tests.container.conftest import secret
from tests.container.upstream import TEXT, Upstream, script


@pytest.fixture
def proxy(provider: Upstream) -> Iterator[MeteringProxy]:
    provider.requests.clear()
    with proxy_to(provider.base_url) as found:
        yield found


@contextmanager
def proxy_to(base_url: str, **more: str) -> Iterator[MeteringProxy]:
    with closing(ProviderAccess.of(secret(base_url, **more)).proxy()) as found:
        yield found


def test_the_key_opens_nothing_without_an_open_case(proxy: MeteringProxy) -> None:
    headers = {"authorization": f"Bearer {proxy.key}"}
    url = f"{proxy.url}/api/openrouter/chat/completions"
    assert httpx.post(url, json={}, headers=headers).status_code == 400
    assert httpx.post(url, json={}).status_code == 401
    assert httpx.get(f"{proxy.url}/api/user", headers=headers).status_code == 404


def test_a_key_is_for_one_proxy_and_dies_with_it(provider: Upstream) -> None:
    with (
        proxy_to(provider.base_url) as one,
        proxy_to(provider.base_url) as other,
        other.metered(_meter()),
    ):
        assert _post(other, _asking(TEXT), key=one.key).status_code == 401
        assert _post(other, _asking(TEXT)).status_code == 200
    with pytest.raises(httpx.ConnectError):
        _post(one, _asking(TEXT))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be told from a case's user")
def test_another_user_of_the_machine_is_not_heard_even_with_the_key(
    proxy: MeteringProxy, provider: Upstream
) -> None:
    proxy.access.uid = 29_999
    with proxy.metered(_meter()), pytest.raises(httpx.TransportError):
        _post(proxy, _asking(TEXT))
    proxy.access.uid = os.geteuid()
    with proxy.metered(_meter()):
        assert _post(proxy, _asking(TEXT)).status_code == 200
    assert len(provider.requests) == 1


def test_a_body_is_not_read_before_the_key_is_known(proxy: MeteringProxy) -> None:
    head = "POST /api/openrouter/chat/completions HTTP/1.1\r\ncontent-length: 30000000\r\n\r\n"
    with proxy.metered(_meter()), _connection(proxy) as link:
        link.sendall(head.encode())
        assert b"401" in link.recv(1000)


def test_a_flood_of_connections_is_turned_away(proxy: MeteringProxy) -> None:
    threads = threading.active_count()
    links = [_connection(proxy) for _ in range(300)]
    try:
        time.sleep(1)
        assert threading.active_count() - threads <= 20
    finally:
        for link in links:
            link.close()
    deadline = time.monotonic() + 10
    while _quietly(proxy) != 400:
        assert time.monotonic() < deadline


def test_calls_at_once_are_made_one_after_another_and_spend_the_cap_once(
    proxy: MeteringProxy, provider: Upstream
) -> None:
    meter = _meter(max_calls=50, max_cost_usd=0.5)
    with proxy.metered(meter):
        asking = [
            threading.Thread(target=_quietly, args=(proxy, _asking({**TEXT, "cost": 0.3})))
            for _ in range(12)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert len(provider.requests) == 2
    assert meter.read().cost_usd == pytest.approx(0.6)


def test_a_caller_who_leaves_before_the_answer_leaves_an_unknown_cost(
    proxy: MeteringProxy, provider: Upstream
) -> None:
    meter, body = _meter(), _asking({**TEXT, "sleep": 1})
    with proxy.metered(meter):
        with _connection(proxy) as link:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            link.sendall(_head(proxy, len(body)) + body)
            while not provider.requests:
                time.sleep(0.01)
        time.sleep(1.5)
    assert meter.read().calls == 1
    assert meter.read().cost_usd != 0


def test_only_what_shapes_one_answer_of_the_model_is_passed_on(
    proxy: MeteringProxy, provider: Upstream
) -> None:
    more = {"models": ["dear/model"], "plugins": [{"id": "web"}], "n": 5, "route": "fallback"}
    tools = [{"type": "web_search"}, {"type": "function", "function": {"name": "f"}}]
    asked = json.loads(_asking(TEXT)) | more | {"model": "dear/model", "tools": tools, "stop": "x"}
    meter = _meter()
    with proxy.metered(meter):
        assert _post(proxy, json.dumps(asked).encode()).status_code == 200
    (passed,) = provider.requests
    assert passed.keys() == {"messages", "model", "tools", "stop", "usage"}
    assert (passed["model"], passed["tools"]) == ("test/model", tools[1:])
    assert (meter.answer, meter.read().cost_usd) == ("42", 0.001)


def test_a_provider_that_cannot_be_reached_is_an_error_and_costs_nothing() -> None:
    meter, reached = _meter(), ProviderAccess.of(secret("http://127.0.0.1:9"))
    assert _cause(reached.listed.obstacle("test/model")) is FailureCause.PROVIDER_ERROR
    with closing(reached.proxy()) as proxy, proxy.metered(meter):
        assert _post(proxy, b"{}").status_code == 400
    assert _cause(meter.trouble) is FailureCause.PROVIDER_ERROR
    assert (meter.read().cost_usd, meter.read().statuses) == (0.0, {"unreachable": 2})


DEEP = b"[" * 100_000


@pytest.mark.parametrize("body", [b"not JSON", b"[]", b'"text"', DEEP])
def test_a_body_that_is_no_object_is_refused(proxy: MeteringProxy, body: bytes) -> None:
    with proxy.metered(_meter()):
        assert _post(proxy, body).status_code == 400


def test_a_wrong_provider_key_is_a_refusal(provider: Upstream) -> None:
    meter, reached = _meter(), ProviderAccess.of(secret(provider.base_url, "wrong"))
    assert _cause(reached.listed.obstacle("test/model")) is FailureCause.KEY_REFUSED
    with closing(reached.proxy()) as proxy, proxy.metered(meter):
        assert _post(proxy, b'{"messages": []}').status_code == 400
    assert _cause(meter.trouble) is FailureCause.KEY_REFUSED


def test_a_provider_that_never_answers_is_given_up_and_may_have_cost_something(
    proxy: MeteringProxy,
) -> None:
    began, meter = time.monotonic(), _meter(timeout=1)
    with proxy.metered(meter):
        answer = _post(proxy, _asking({"sleep": 20}))
    assert answer.status_code == 400
    assert (_cause(meter.trouble), meter.disturbed) == (FailureCause.PROVIDER_ERROR, True)
    assert (meter.read().cost_usd, meter.read().statuses) == (None, {"unreachable": 2})
    assert time.monotonic() - began < 5


def test_an_answer_that_stops_half_way_is_broken_off(proxy: MeteringProxy) -> None:
    meter = _meter(timeout=1)
    with proxy.metered(meter):
        assert _post(proxy, _asking({"drip": 20})).status_code == 400
    assert (_cause(meter.trouble), meter.disturbed) == (FailureCause.PROVIDER_ERROR, True)
    assert (meter.answer, meter.read().cost_usd) == (None, None)


def _cause(fault: Fault | None) -> FailureCause | None:
    return fault.cause if fault else None


def _asking(reply: dict[str, Any]) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": script(reply)}]}).encode()


def _meter(**limits: Any) -> CaseMeter:
    allowed = CaseLimits(**{"timeout": 9, "max_calls": 5, "max_cost_usd": 1, **limits})
    return CaseMeter("test/model", None, allowed)


def _post(proxy: MeteringProxy, body: bytes, key: str | None = None) -> httpx.Response:
    headers = {"authorization": f"Bearer {key or proxy.key}"}
    url = f"{proxy.url}/api/openrouter/chat/completions"
    return httpx.post(url, content=body, headers=headers, timeout=30)


def _quietly(proxy: MeteringProxy, body: bytes = b"{}") -> int:
    try:
        return _post(proxy, body).status_code
    except httpx.TransportError:
        return 0


def _connection(proxy: MeteringProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), 5)


def _head(proxy: MeteringProxy, size: int) -> bytes:
    lines = [
        "POST /api/openrouter/chat/completions HTTP/1.1",
        f"authorization: Bearer {proxy.key}",
        f"content-length: {size}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()
