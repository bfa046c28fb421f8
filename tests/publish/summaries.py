"""Summaries of which only what matters is given; the rest is unknown or zero."""

from typing import Any

from contracts.summary import Summary

_UNKNOWN = ("accuracy", "lower", "upper", "avg_cost_usd")
_UNKNOWN_MS = ("avg_latency_ms", "p50_latency_ms", "p95_latency_ms")
_NONE = ("cases", "passes", "holes", "errors", "timeouts")


def summary(model: str, **given: Any) -> Summary:
    blank = dict.fromkeys((*_UNKNOWN, *_UNKNOWN_MS)) | dict.fromkeys(_NONE, 0)
    return Summary.model_validate(
        {"model": model, "tier": "*", "confidence": 0.9, **blank, **given}
    )
