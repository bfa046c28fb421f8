"""OpenTelemetry is told of each attempt by its own names, and of no text; off, it is not loaded."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes as official
from opentelemetry.semconv._incubating.metrics import gen_ai_metrics
from opentelemetry.semconv.attributes import error_attributes, server_attributes
from opentelemetry.trace import SpanKind

from contracts.errors import Refused
from contracts.hot_record import replace
from contracts.usage import UsageRow
from gateway import telemetry
from gateway.settings import Fallback, Settings
from gateway.telemetry import Telling, Told, details, dimensions, told
from local.process import clean_env
from tests.gateway.running import Kept
from tests.gateway.scripted import Answer
from tests.gateway.stage import CHAT, WHOLE, Stage, asking
from tests.loopback import listening

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
URL = "https://openrouter.ai/api/v1"
ROW = UsageRow(
    key="u-1:-:d:first:1",
    at=AT,
    user_id="u-1",
    session_id="s-1",
    attempt="first",
    requested_model="kilo-auto/efficient",
    model="moonshotai/kimi-k3",
    source="fallback",
    reason="request_unreadable: what a person wrote",
    effort="high",
    status=200,
    prompt_tokens=900,
    cached_tokens=800,
    completion_tokens=30,
    reasoning_tokens=0,
    cost_usd="0.00012",
    took_ms=1_500,
    simulated=True,
)
SILENT = replace(
    ROW, status=None, reason="TimeoutError", prompt_tokens=None, completion_tokens=None
)


class Heard:
    """What OpenTelemetry was told."""

    def __init__(self) -> None:
        self._spans, self._reader = InMemorySpanExporter(), InMemoryMetricReader()
        traces, metrics = TracerProvider(), MeterProvider([self._reader])
        traces.add_span_processor(SimpleSpanProcessor(self._spans))
        self.telling = Telling.by(URL, traces, metrics)

    def write(self, *rows: UsageRow) -> Kept:
        kept = Kept()
        asyncio.run(Told(kept, self.telling).write(rows))
        return kept

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        return self._spans.get_finished_spans()

    @property
    def points(self) -> dict[str, list[Any]]:
        """The points of each metric."""
        found = self._reader.get_metrics_data()
        scopes = [s for r in found.resource_metrics for s in r.scope_metrics] if found else []
        return {m.name: list(m.data.data_points) for s in scopes for m in s.metrics}


def test_an_attempt_is_a_span_with_the_names_of_the_conventions() -> None:
    heard = Heard()
    assert heard.write(ROW).rows == [ROW]
    (span,) = heard.spans
    assert (span.name, span.kind) == ("chat moonshotai/kimi-k3", SpanKind.CLIENT)
    assert (span.start_time, span.end_time) == (
        round((AT - timedelta(seconds=1.5)).timestamp() * 1e9),
        round(AT.timestamp() * 1e9),
    )
    assert dict(span.attributes or {}) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "moonshot_ai",
        "gen_ai.request.model": "moonshotai/kimi-k3",
        "gen_ai.response.model": "moonshotai/kimi-k3",
        "gen_ai.conversation.id": "s-1",
        "gen_ai.usage.input_tokens": 900,
        "gen_ai.usage.output_tokens": 30,
        "gen_ai.usage.cache_read.input_tokens": 800,
        "gen_ai.usage.reasoning.output_tokens": 0,
        "server.address": "openrouter.ai",
        "server.port": 443,
        "auto_routing.requested_model": "kilo-auto/efficient",
        "auto_routing.attempt": "first",
        "auto_routing.source": "fallback",
        "auto_routing.reason": "request_unreadable",
        "auto_routing.effort": "high",
        "auto_routing.cancelled": False,
        "auto_routing.cost_usd": 0.00012,
        "auto_routing.simulated": True,
    }


def test_every_name_that_is_not_our_own_is_one_of_the_conventions() -> None:
    modules = (official, gen_ai_metrics, error_attributes, server_attributes)
    known = {value for module in modules for value in vars(module).values() if type(value) is str}
    heard = Heard()
    heard.write(ROW, SILENT)
    told_of = {name for span in heard.spans for name in span.attributes or {}} | set(heard.points)
    told_of |= {name for each in heard.points.values() for p in each for name in p.attributes}
    assert {n for n in told_of if not n.startswith("auto_routing.")} <= known
    assert "error.type" in told_of


def test_tokens_and_time_are_counted_and_unknown_ones_are_not() -> None:
    heard = Heard()
    heard.write(ROW, ROW, replace(SILENT, took_ms=None))
    usage = {
        p.attributes["gen_ai.token.type"]: p for p in heard.points["gen_ai.client.token.usage"]
    }
    assert {kind: (p.count, p.sum) for kind, p in usage.items()} == {
        "input": (2, 1800),
        "output": (2, 60),
    }
    (took,) = heard.points["gen_ai.client.operation.duration"]
    assert (took.count, took.sum) == (2, 3.0)
    assert took.explicit_bounds[:3] == (0.01, 0.02, 0.04)
    assert usage["input"].explicit_bounds[-1] == 67108864


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, None),
        ({"cancelled": True}, None),
        ({"status": None, "cancelled": True}, None),
        ({"status": 429}, "429"),
        ({"status": None, "reason": "ServerDisconnectedError"}, "ServerDisconnectedError"),
    ],
)
def test_an_error_is_the_status_or_what_failed(changes: dict[str, Any], error: str | None) -> None:
    row = replace(ROW, **changes)
    found = dimensions(row, URL)
    assert found.get("error.type") == error
    assert ("gen_ai.response.model" in found) == (row.status == 200)


def test_no_text_and_no_user_is_told() -> None:
    row = replace(ROW, client_request_id="asked-for")
    text = json.dumps({**dimensions(row, "http://u:pw@p.example:81/v1"), **details(row)})
    for kept in ("person", "u-1", "asked-for", "pw"):
        assert kept not in text
    assert '"server.address": "p.example", "server.port": 81' in text


def test_what_classifying_cost_is_no_attempt() -> None:
    heard = Heard()
    heard.write(replace(ROW, attempt="classifier"))
    assert not heard.spans
    assert not heard.points


def test_a_batch_that_is_not_kept_is_told_when_it_is() -> None:
    class Down:
        async def write(self, rows: Sequence[UsageRow]) -> None:
            raise OSError

    heard = Heard()
    with pytest.raises(OSError):  # noqa: PT011
        asyncio.run(Told(Down(), heard.telling).write([ROW]))
    assert not heard.spans


def test_rows_are_kept_when_telling_fails(caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    broken: Any = None
    asyncio.run(Told(kept, broken).write([ROW]))
    assert kept.rows == [ROW]
    assert "OpenTelemetry was not told" in caplog.text


def test_off_is_the_sink_itself_and_loads_nothing() -> None:
    kept = Kept()
    assert told(kept, Settings(upstream_url=URL, fallbacks=(Fallback(model="f"),))) is kept
    code = "import sys, gateway.main; print([m for m in sys.modules if 'opentelemetry' in m])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean_env(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_without_the_packages_the_error_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    asked = Settings(upstream_url=URL, fallbacks=(Fallback(model="f"),), telemetry="otlp")
    with pytest.raises(Refused, match="telemetry: otlp needs OpenTelemetry; install it with"):
        told(Kept(), asked)


def test_a_row_of_an_attempt_knows_how_long_it_took(stage: Stage) -> None:
    stage.provider.script = lambda _: Answer((WHOLE[:9], 0.05, WHOLE[9:]))
    stage.gateway.post(CHAT, asking(CHAT))
    assert (stage.row().took_ms or 0) >= 50


def test_spans_and_metrics_arrive_by_otlp(monkeypatch: pytest.MonkeyPatch) -> None:
    arrived: dict[str, bytes] = {}
    both = threading.Event()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrived[self.path] = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()
            if len(arrived) == 2:
                both.set()

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Collector) as url:
        for name, value in {
            "OTEL_EXPORTER_OTLP_ENDPOINT": url,
            "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
            "OTEL_BSP_SCHEDULE_DELAY": "10",
            "OTEL_METRIC_EXPORT_INTERVAL": "50",
        }.items():
            monkeypatch.setenv(name, value)
        providers: Any = telemetry.otlp()
        monkeypatch.setattr(telemetry, "otlp", lambda: providers)
        asked = Settings(upstream_url=URL, fallbacks=(Fallback(model="f"),), telemetry="otlp")
        asyncio.run(told(Kept(), asked).write([ROW]))
        assert both.wait(20)
        for each in providers:
            each.shutdown()
    assert b"moonshotai/kimi-k3" in arrived["/v1/traces"]
    assert b"gen_ai.client.token.usage" in arrived["/v1/metrics"]
