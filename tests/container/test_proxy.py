"""The metering proxy, called by hand."""

import json
import time

import httpx
import pytest

from container.meter import CaseMeter
from container.proxy import MeteringProxy
from contracts.failure import FailureCause
from contracts.sheet import CaseLimits
from tests.container.conftest import Bench, secret
from tests.container.upstream import Upstream, script


def test_the_throw_away_key_opens_nothing_without_an_open_case(bench: Bench) -> None:
    headers = {"authorization": f"Bearer {bench.server.proxy.key}"}
    url = f"{bench.server.proxy.url}/api/openrouter/chat/completions"
    assert httpx.post(url, json={}, headers=headers).status_code == 400
    assert httpx.post(url, json={}).status_code == 401
    assert httpx.get(f"{bench.server.proxy.url}/api/user", headers=headers).status_code == 404


def test_a_provider_that_cannot_be_reached_is_an_error_and_costs_nothing() -> None:
    meter = _meter()
    with (
        MeteringProxy(secret("http://127.0.0.1:9")) as proxy,
        proxy.metered("by-hand", meter),
    ):
        assert proxy.obstacle("test/model") is FailureCause.PROVIDER_ERROR
        assert _post(proxy, b"{}").status_code == 400
    assert meter.trouble is FailureCause.PROVIDER_ERROR
    assert (meter.read().cost_usd, meter.read().statuses) == (0.0, {"unreachable": 2})


@pytest.mark.parametrize("body", [b"not JSON", b"[]", b'"text"'])
def test_a_body_that_is_no_object_is_refused(bench: Bench, body: bytes) -> None:
    with bench.server.proxy.metered("by-hand", _meter()):
        assert _post(bench.server.proxy, body).status_code == 400


def test_another_model_cannot_be_called(bench: Bench) -> None:
    bench.upstream.requests.clear()
    meter = _meter()
    with bench.server.proxy.metered("by-hand", meter):
        answer = _post(
            bench.server.proxy, b'{"model": "dear/model", "messages": [], "reasoning": "high"}'
        )
    assert answer.status_code == 200
    assert [r["model"] for r in bench.upstream.requests] == ["test/model"]
    assert meter.read().cost_usd == 0.001


def test_a_wrong_provider_key_is_a_refusal(provider: Upstream) -> None:
    meter = _meter()
    with (
        MeteringProxy(secret(provider.base_url, "wrong")) as proxy,
        proxy.metered("by-hand", meter),
    ):
        assert proxy.obstacle("test/model") is FailureCause.PROVIDER_REFUSED
        assert _post(proxy, b'{"messages": []}').status_code == 400
    assert meter.trouble is FailureCause.PROVIDER_REFUSED


def test_a_provider_that_never_answers_is_given_up_and_may_have_cost_something(
    bench: Bench,
) -> None:
    began, meter = time.monotonic(), _meter(timeout=1)
    with bench.server.proxy.metered("by-hand", meter):
        answer = _post(bench.server.proxy, _asking({"sleep": 20}))
    assert answer.status_code == 400
    assert (meter.trouble, meter.disturbed) == (FailureCause.PROVIDER_ERROR, True)
    assert (meter.read().cost_usd, meter.read().statuses) == (None, {"unreachable": 2})
    assert time.monotonic() - began < 5


def test_an_answer_that_stops_half_way_is_broken_off(bench: Bench) -> None:
    meter = _meter(timeout=1)
    with (
        bench.server.proxy.metered("by-hand", meter),
        pytest.raises(httpx.RemoteProtocolError),
    ):
        _post(bench.server.proxy, _asking({"drip": 20}))
    assert (meter.trouble, meter.disturbed) == (FailureCause.PROVIDER_ERROR, True)
    assert meter.read().cost_usd is None


def _asking(reply: dict[str, float]) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": script(reply)}]}).encode()


def _meter(timeout: int = 9) -> CaseMeter:
    limits = CaseLimits(timeout=timeout, max_calls=5, max_cost_usd=1)
    return CaseMeter("test/model", None, limits)


def _post(proxy: MeteringProxy, body: bytes) -> httpx.Response:
    headers = {"authorization": f"Bearer {proxy.key}", "x-kilocode-taskid": "by-hand"}
    url = f"{proxy.url}/api/openrouter/chat/completions"
    return httpx.post(url, content=body, headers=headers)
