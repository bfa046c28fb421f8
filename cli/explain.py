"""Explain a decision in a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType

from cli.console import usd
from cli.render import bounds, grid
from contracts.classification import Classification
from contracts.decision import DecideResponse, Explanation, RunnerUp, Switch


def explained(answer: DecideResponse) -> Iterator[RenderableType]:
    """Yield the explanation; nothing if the answer has none."""
    if answer.classifier_result:
        yield _labels(answer.classifier_result.classification)
    if answer.explanation:
        yield from _why(answer.explanation)


def _labels(found: Classification) -> str:
    return (
        f"{found.route}: reasoning {found.reasoning_complexity}, context "
        f"{found.context_complexity}, risk {found.risk_level}, {found.execution_mode}, "
        f"confidence {found.confidence:.2f}"
    )


def _why(found: Explanation) -> Iterator[RenderableType]:
    shown = grid("", "candidate", "accuracy (bounds)", "cost/case", "")
    for candidate, note in [(found.chosen, "chosen"), *((c, "") for c in found.runners_up)]:
        if candidate:
            shown.add_row(*_candidate(candidate), note)
    for model, why in found.excluded.items():
        shown.add_row(model, "", "", f"excluded: {why}")
    yield shown
    if found.detail:
        yield f"why the default of the {_named(found)} serves: {found.detail}"
    if found.switch:
        yield _switch(found.switch)
    if found.table_age_seconds is not None:
        yield f"routing table last confirmed {found.table_age_seconds:.0f} s ago"


def _named(found: Explanation) -> str:
    return f"route {found.route}" if found.route else "tier"


def _candidate(of: RunnerUp) -> tuple[str, str, str]:
    return of.model, f"{100 * of.accuracy:.1f}% ({bounds(of)})", usd(of.avg_cost_usd)


def _switch(of: Switch) -> str:
    if of.saved_per_turn_usd is None or of.cost_usd is None:
        return f"the session was served by {of.incumbent}"
    return (
        f"the session was served by {of.incumbent}; a switch saves "
        f"{_signed(of.saved_per_turn_usd)} a turn for about {of.turns} turns and costs "
        f"{_signed(of.cost_usd)} once"
    )


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else ''}{usd(abs(value))}"
