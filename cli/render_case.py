"""Draw one case and the changes of a regrade for a terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from cli.console import UNKNOWN, millis, usd
from cli.render import grid
from contracts.admin import CaseView, Regrade
from contracts.attempt import Meter


def regrade(found: Regrade) -> Table:
    shown = grid("Regrade", "model", "case", "before", "after")
    changed = f"in the new run {found.new_run_id}" if found.new_run_id else "with --apply"
    shown.caption = (
        f"{found.cases} cases have a changed check; {len(found.changes)} grades change {changed}"
    )
    for change in found.changes:
        shown.add_row(change.candidate, change.case_id, change.before, change.after)
    return shown


def case(view: CaseView) -> Group:
    """Return the attempts, newest last, and the grade."""
    shown = grid(view.task.case_id, "attempt", "cause", "took", "calls", "tokens", "cost")
    for attempt in view.attempts:
        meter = attempt.meter
        shown.add_row(
            str(attempt.attempt),
            attempt.cause or "",
            millis(attempt.latency_ms),
            str(meter.calls),
            tokens(meter),
            usd(meter.cost_usd),
        )
    result = view.result
    grade = "none yet" if result is None else result.cause or "passed"
    detail = f" ({result.detail})" if result and result.detail else ""
    answer = view.attempts[-1].answer if view.attempts else UNKNOWN
    return Group(
        Text("\n\n".join(view.task.prompts), style="dim"),
        shown,
        Text(f"answer: {answer}"),
        Text(f"check: {view.expected.wire_json()}"),
        Text(f"grade: {grade}{detail}"),
    )


def tokens(meter: Meter) -> str:
    """Return prompt and completion tokens; those of a call that was cut are unknown."""
    counted = f"{meter.prompt_tokens} + {meter.completion_tokens}"
    return f"{counted}, {UNKNOWN} for {meter.unmetered} calls" if meter.unmetered else counted
