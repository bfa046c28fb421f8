"""Costs that are known in part, right answers in a wrong form, and missing workers are told."""

from cli import render, render_notes
from contracts.admin import RunView
from contracts.run import Shortage
from contracts.summary import Summary
from tests.cli.test_render import text
from tests.samples import NOON, run

CUT = Summary.from_wire(
    {
        "model": "d/cheap",
        "tier": "low",
        "accuracy": 0.7,
        "lower": 0.6,
        "upper": 0.8,
        "confidence": 0.9,
        "cases": 60,
        "passes": 42,
        "holes": 0,
        "avgCostUsd": 0.01,
        "avgLatencyMs": 1,
        "p50LatencyMs": 1,
        "p95LatencyMs": 1,
        "errors": 18,
        "timeouts": 18,
        "unpriced": 18,
        "unpricedShare": 0.3,
        "costAtLeastUsd": 0.097,
        "formats": 3,
    }
)


def test_a_cost_that_is_known_in_part_is_shown_as_at_least() -> None:
    view = RunView(run=run(), lanes=(), summaries=(CUT,))
    shown = " ".join(text(render.summaries(view)).split())
    assert render._cost_of(CUT) == "at least $0.097, 18 unknown"
    assert "3 right answers in a form that was not asked for" in shown


def test_missing_workers_and_an_overtaken_run_are_told() -> None:
    short = Shortage(at=NOON, wanted=20, running=3, reason="no capacity")
    view = RunView(run=run(), lanes=(), summaries=(), shortage=short, outdated="another CLI")
    missing, stale = render_notes.warnings(view)
    assert "3 of 20 tasks at 12:00; AWS said: no capacity" in missing
    assert "another CLI" in stale
    assert render_notes.warnings(RunView(run=run(), lanes=(), summaries=())) == []
