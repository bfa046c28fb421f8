"""Tables of usage: sums, the rows of a session, and savings."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.table import Table

from cli.console import SIMULATED, UNKNOWN, usd
from cli.render import grid
from contracts.savings import Savings, SavingsView
from contracts.usage import UsageRow, Used, exact_usd, total

_SUMS = ("requests", "attempts", "input tokens", "cached", "output tokens", "cost", "classifier")


def lines(found: Sequence[Used], by: str) -> Table:
    """Return the sums with their total. `unknown` counts the costs that a sum leaves out."""
    whole = total(found)
    title = f"Usage by {by}" + (f" ({SIMULATED} models)" if whole.simulated else "")
    shown = grid(title, by, *_SUMS)
    for line in found:
        shown.add_row(line.user_id or line.day or line.model, *_sums(line))
    if len(found) != 1:
        shown.add_row("[bold]sum[/]", *_sums(whole))
    return shown


def _sums(line: Used) -> Iterable[str]:
    return (
        str(line.requests),
        str(line.attempts),
        _count(line.prompt_tokens),
        _count(line.cached_tokens),
        _count(line.completion_tokens),
        _cost(line.cost_usd, line.unknown_costs, line.attempts),
        _cost(line.classifier_usd, line.unknown_classifier_costs, line.classifications),
    )


def _count(value: int | None) -> str:
    return UNKNOWN if value is None else f"{value:,}"


def _cost(known: Decimal | None, unknown: int, of: int) -> str:
    if of == 0:
        return "none"
    if known is None:
        return UNKNOWN
    told = usd(float(known))
    return f"{told} + {unknown} unknown" if unknown else told


def rows(found: Sequence[UsageRow]) -> Table:
    shown = grid("Session", "time", "attempt", "model", "reason", "input", "output", "cost")
    for row in found:
        known = exact_usd(row.cost_usd)
        shown.add_row(
            f"{row.at:%Y-%m-%d %H:%M:%S}",
            row.attempt,
            row.model,
            row.reason,
            _count(row.prompt_tokens),
            _count(row.completion_tokens),
            _cost(known, int(known is not None and not row.cost_known), 1),
        )
    return shown


def savings(found: SavingsView) -> Table:
    """Return what the same turns would have cost on one model alone, and the difference."""
    of = f"session {found.session_id}" if found.session_id else f"user {found.user_id}"
    simulated = f" ({SIMULATED} models)" if found.simulated else ""
    title = f"Saved by {of}, {found.since} to {found.until}{simulated}"
    shown = grid(title, "against", "turns", "unknown", "served", "classifier", "alone", "saved")
    for name, each in (("fallback", found.fallback), ("best", found.best)):
        shown.add_row(*_saved(name, each))
    return shown


def _saved(name: str, found: Savings | None) -> Iterable[str]:
    if found is None:
        return (f"{name}: none", *[""] * 6)
    unknown = found.unknown_classifier_costs
    classifier = usd(found.classifier_usd) + (f" + {unknown} unknown" if unknown else "")
    saved = found.saved_usd
    sign = "-" if saved is not None and saved < 0 else ""
    return (
        f"{name}: {found.model}",
        str(found.turns),
        str(found.unknown),
        usd(found.served_usd),
        classifier,
        usd(found.other_usd),
        sign + usd(None if saved is None else abs(saved)),
    )
