"""Tells OpenTelemetry of each attempt, by its names for generative AI; off unless it is set.

The names are those of github.com/open-telemetry/semantic-conventions-genai, of which none is stable
yet; nothing else in this project knows them. No text of a request or an answer is told. Where spans
go is set by OpenTelemetry's own variables, such as OTEL_EXPORTER_OTLP_ENDPOINT.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from contracts.errors import Refused
from contracts.usage import UsageRow
from gateway.rows import RowSink
from gateway.settings import Settings
from gateway.vendors import vendor_of

if TYPE_CHECKING:
    from opentelemetry.metrics import Histogram, MeterProvider
    from opentelemetry.trace import Tracer, TracerProvider

Attributes = dict[str, str | int | float | bool]
NAME = "auto-routing"
# As the conventions advise, in tokens and in seconds.
_TOKENS = [4**n for n in range(14)]
_SECONDS = [0.01 * 2**n for n in range(14)]
_PORTS = {"http": 80, "https": 443}
# Vendors that the conventions name in another way than a model's id does.
_PROVIDERS = {
    "google": "gcp.gen_ai",
    "mistralai": "mistral_ai",
    "moonshotai": "moonshot_ai",
    "x-ai": "x_ai",
}
_log = logging.getLogger(__name__)


def dimensions(row: UsageRow, upstream_url: str) -> Attributes:
    """Return the attributes that metrics and span share; each has few values."""
    url, vendor = urlsplit(upstream_url), vendor_of(row.model)
    found: Mapping[str, str | int | bool | None] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _PROVIDERS.get(vendor, vendor),
        "gen_ai.request.model": row.model,
        "gen_ai.response.model": row.model if _answered(row) else None,
        "server.address": url.hostname,
        "server.port": url.port or _PORTS.get(url.scheme),
        "error.type": _error(row),
        "auto_routing.simulated": row.simulated,
    }
    return _known(found)


def details(row: UsageRow) -> Attributes:
    """Return the attributes of the span alone. A reason is told without what follows its colon."""
    found: Mapping[str, str | int | float | bool | None] = {
        "gen_ai.conversation.id": row.session_id,
        "gen_ai.usage.input_tokens": row.prompt_tokens,
        "gen_ai.usage.output_tokens": row.completion_tokens,
        "gen_ai.usage.cache_read.input_tokens": row.cached_tokens,
        "gen_ai.usage.cache_creation.input_tokens": row.cache_write_tokens,
        "gen_ai.usage.reasoning.output_tokens": row.reasoning_tokens,
        "auto_routing.requested_model": row.requested_model,
        "auto_routing.attempt": row.attempt,
        "auto_routing.source": row.source,
        "auto_routing.reason": row.reason.partition(":")[0],
        "auto_routing.effort": row.effort,
        "auto_routing.cancelled": row.cancelled,
        "auto_routing.cost_usd": None if row.cost_usd is None else float(row.cost_usd),
    }
    return _known(found)


def _known(found: Mapping[str, str | int | float | bool | None]) -> Attributes:
    return {name: value for name, value in found.items() if value is not None}


def _answered(row: UsageRow) -> bool:
    return row.status is not None and row.status < 400


def _error(row: UsageRow) -> str | None:
    """Return the status, or the error without one. A client that left is no error."""
    if _answered(row) or (row.status is None and row.cancelled):
        return None
    return row.reason.partition(":")[0] if row.status is None else str(row.status)


@dataclass(frozen=True)
class Telling:
    """Tells of rows. What the classifier cost is `/decide`'s to tell."""

    upstream_url: str
    tracer: "Tracer"
    usage: "Histogram"
    duration: "Histogram"

    @classmethod
    def by(cls, upstream_url: str, traces: "TracerProvider", metrics: "MeterProvider") -> "Telling":
        meter = metrics.get_meter(NAME)
        return cls(
            upstream_url,
            traces.get_tracer(NAME),
            meter.create_histogram(
                "gen_ai.client.token.usage",
                "{token}",
                "Number of input and output tokens used.",
                explicit_bucket_boundaries_advisory=_TOKENS,
            ),
            meter.create_histogram(
                "gen_ai.client.operation.duration",
                "s",
                "GenAI operation duration.",
                explicit_bucket_boundaries_advisory=_SECONDS,
            ),
        )

    def tell(self, row: UsageRow) -> None:
        """Make the span of an attempt, and count it. A count that is unknown is not counted."""
        if row.attempt == "classifier":
            return
        common = dimensions(row, self.upstream_url)
        self._span(row, common)
        for kind, tokens in (("input", row.prompt_tokens), ("output", row.completion_tokens)):
            if tokens is not None:
                self.usage.record(tokens, {**common, "gen_ai.token.type": kind})
        if row.took_ms is not None:
            self.duration.record(row.took_ms / 1000, common)

    def _span(self, row: UsageRow, common: Attributes) -> None:
        from opentelemetry.trace import SpanKind, StatusCode

        began = row.at - timedelta(milliseconds=row.took_ms or 0)
        span = self.tracer.start_span(
            f"chat {row.model}",
            kind=SpanKind.CLIENT,
            attributes={**common, **details(row)},
            start_time=round(began.timestamp() * 1e9),
        )
        if "error.type" in common:
            span.set_status(StatusCode.ERROR)
        span.end(round(row.at.timestamp() * 1e9))


@dataclass(frozen=True)
class Told:
    """A sink that tells of the rows that `sink` has kept."""

    sink: RowSink
    telling: Telling

    async def write(self, rows: Sequence[UsageRow]) -> int | None:
        """Keep the rows, then tell of them; what fails then is logged, and harms nothing. Return
        what the sink returns.
        """
        refused = await self.sink.write(rows)
        try:
            await asyncio.to_thread(self._tell, rows)
        except Exception:
            _log.exception("OpenTelemetry was not told of usage rows")
        return refused

    def _tell(self, rows: Sequence[UsageRow]) -> None:
        for row in rows:
            self.telling.tell(row)


def told(sink: RowSink, settings: Settings) -> RowSink:
    """Return the sink as `telemetry` says. Raises Refused when OpenTelemetry is not installed."""
    if settings.telemetry == "off":
        return sink
    return Told(sink, Telling.by(settings.upstream_url, *otlp()))


def otlp() -> "tuple[TracerProvider, MeterProvider]":
    """Return what sends spans and metrics by OTLP over HTTP; the rest is sent when the process
    ends.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise Refused(
            "telemetry: otlp needs OpenTelemetry; install it with `uv sync --group telemetry`, or "
            "set it to off"
        ) from None
    resource = Resource.create({"service.name": f"{NAME}-gateway"})
    traces = TracerProvider(resource=resource)
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return traces, MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())], resource)
