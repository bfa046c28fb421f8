"""Show an evaluation of the whole router in a terminal."""

from collections.abc import Callable, Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.console import SIMULATED, UNKNOWN, share, usd
from cli.render import cost, grid
from contracts.evaluation import (
    Comparison,
    Estimate,
    Evaluation,
    Headline,
    Misrouting,
    Place,
    Policy,
    Router,
)
from contracts.tier import TIERS

_LEAST_USD = 1e-6
_NAMES = {
    Policy.ALWAYS_BEST: "always the best",
    Policy.ALWAYS_FALLBACK: "always the fallback",
    Policy.ALWAYS_CHEAPEST: "always the cheapest",
    Policy.EQUAL_COST_MIX: "a draw of equal cost",
    Policy.ORACLE: "knowing each outcome",
}


def evaluation(found: Evaluation, *, routes: bool = False) -> Iterator[RenderableType]:
    """Yield the router beside the policies, misrouting, the router by tier, and with `routes` by
    route."""
    if found.router is None:
        yield Text(f"no number for the whole router of {found.version}: {found.why_not}")
        return
    yield _router(found, found.router)
    if found.misrouting:
        yield _confusion(found.misrouting)
        yield Text(_misrouted(found.misrouting))
    yield _places("Router by stated tier", "tier", found.tiers.values())
    if routes:
        yield _places("Router by stated route", "route", found.routes)
    yield Text(_notes(found))


def _router(found: Evaluation, router: Router) -> Table:
    models = f" ({SIMULATED} models)" if found.simulated else ""
    columns = ("model", "accuracy", "cost/case", "router: accuracy", "router: cost")
    table = grid(f"The whole router{models}", *columns)
    table.add_row("[bold]router[/]", _shares(router.accuracy), _money(router.cost_usd), "", "")
    for each in found.comparisons:
        table.add_row(
            _NAMES[each.policy],
            share(each.accuracy.mean),
            _usd(each.cost_usd.mean),
            _share_difference(each.accuracy_difference),
            _costs_of(each),
        )
    table.caption = (
        f"{found.version}, classifier {found.classifier}\n"
        "right: the router less this policy, on the same cases; "
        f"one-sided {share(found.confidence)} bounds"
    )
    return table


def _costs_of(compared: Comparison) -> str:
    """Return the difference of costs; a draw that costs the same by its share has none."""
    share_of_best = compared.best_share
    if share_of_best is not None and 0 < share_of_best < 1:
        return "equal"
    return _usd_difference(compared.cost_difference_usd)


def _confusion(found: Misrouting) -> Table:
    answers = (*TIERS, "none")
    table = grid("What the classifier said of each stated tier", "tier", *TIERS, "none")
    for tier in TIERS:
        counts = (found.confusion.get(f"{tier}>{answer}", 0) for answer in answers)
        table.add_row(tier, *map(str, counts))
    return table


def _misrouted(found: Misrouting) -> str:
    return (
        f"{found.misrouted} cases got another model than by their stated tier and route; that "
        f"changes accuracy by {_share_difference(found.accuracy_difference)} and "
        f"cost by {_usd_difference(found.cost_difference_usd)} a case"
    )


def _places(title: str, by: str, places: Iterable[Place]) -> Table:
    table = grid(title, by, "cases", "accuracy", "cost/case")
    for place in places:
        table.add_row(place.name, str(place.cases), _shares(place.accuracy), _money(place.cost_usd))
    return table


def _notes(found: Evaluation) -> str:
    served = found.router.served if found.router else {}
    models = ", ".join(f"{model} {count}" for model, count in served.items())
    return (
        f"served by: {models}\n{found.cases} cases in {found.folds} folds; {found.unclassified} "
        f"not classified, {found.missing} without a grade of the model chosen, {found.unpriced} of "
        "unknown cost: none of them counts as 0"
    )


def headline(found: Headline) -> str:
    """Return the evaluation in a line."""
    if found.accuracy is None:
        return f"whole router: no number: {found.why_not}"
    models = ", simulated models" if found.simulated else ""
    cases = f"{found.cases} cases{models}"
    return f"whole router: accuracy {share(found.accuracy)}, {usd(found.cost_usd)} a case ({cases})"


def _shares(found: Estimate) -> str:
    return _with_bounds(found, share, lambda bound: f"{100 * bound:.0f}")


def _share_difference(found: Estimate) -> str:
    def text(value: float | None) -> str:
        return UNKNOWN if value is None else f"{100 * value:+.1f}%"

    return _with_bounds(found, text, lambda bound: f"{100 * bound:+.0f}")


def _money(found: Estimate) -> str:
    return cost(found.mean, found.lower, found.upper)


def _usd_difference(found: Estimate) -> str:
    def text(value: float | None) -> str:
        return UNKNOWN if value is None else ("-" if value < 0 else "+") + _usd(abs(value))

    return _with_bounds(found, text, text)


def _usd(value: float | None) -> str:
    """Return USD with two digits that count."""
    return usd(value if value is None or value < _LEAST_USD else float(f"{value:.2g}"))


def _with_bounds(
    found: Estimate, mean: Callable[[float | None], str], bound: Callable[[float], str]
) -> str:
    if found.lower is None or found.upper is None:
        return mean(found.mean)
    low, high = bound(found.lower), bound(found.upper)
    between = "/" if low[0] in "+-" else "–"
    return f"{mean(found.mean)} ({low}{between}{high})"
