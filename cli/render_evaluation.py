"""Show an evaluation of the whole router in a terminal."""

from collections.abc import Callable, Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.console import SIMULATED, UNKNOWN, share, usd
from cli.render import grid
from contracts.evaluation import Estimate, Evaluation, Headline, Misrouting, Place, Policy, Router
from contracts.tier import TIERS

_NAMES = {
    Policy.ALWAYS_BEST: "always the best",
    Policy.ALWAYS_FALLBACK: "always the fallback",
    Policy.ALWAYS_CHEAPEST: "always the cheapest",
    Policy.EQUAL_COST_MIX: "a draw of equal cost",
    Policy.ORACLE: "knowing each outcome",
}


def evaluation(found: Evaluation) -> Iterator[RenderableType]:
    """Yield the router, the policies, misrouting, and the router by tier and by route."""
    if found.router is None:
        yield Text(f"no number for the whole router of {found.version}: {found.why_not}")
        return
    yield _router(found, found.router)
    if found.misrouting:
        yield _confusion(found.misrouting)
    yield _places("Router by stated tier", "tier", found.tiers.values())
    if found.routes:
        yield _places("Router by stated route", "route", found.routes)
    yield Text(_notes(found))


def _router(found: Evaluation, router: Router) -> Table:
    models = f" ({SIMULATED} models)" if found.simulated else ""
    columns = ("policy", "accuracy", "cost/case", "router's accuracy less", "router's cost less")
    table = grid(f"The whole router{models}", *columns)
    table.add_row("[bold]router[/]", _shares(router.accuracy), _money(router.cost_usd), "", "")
    for each in found.comparisons:
        table.add_row(
            _NAMES[each.policy],
            share(each.accuracy.mean),
            usd(each.cost_usd.mean),
            _with_bounds(each.accuracy_difference, _share_difference),
            _with_bounds(each.cost_difference_usd, _usd_difference),
        )
    table.caption = (
        f"{found.version}, classifier {found.classifier}; bounds at {share(found.confidence)} each"
    )
    return table


def _confusion(found: Misrouting) -> Table:
    answers = (*TIERS, "none")
    table = grid("Stated tier and what the classifier said", "tier", *TIERS, "none")
    for tier in TIERS:
        counts = (found.confusion.get(f"{tier}>{answer}", 0) for answer in answers)
        table.add_row(tier, *map(str, counts))
    table.caption = (
        f"{found.misrouted} cases got another model than by their stated tier and route; that "
        f"changes accuracy by {_with_bounds(found.accuracy_difference, _share_difference)} and "
        f"cost by {_with_bounds(found.cost_difference_usd, _usd_difference)} a case"
    )
    return table


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
    return _with_bounds(found, share)


def _money(found: Estimate) -> str:
    return _with_bounds(found, usd)


def _share_difference(value: float | None) -> str:
    return UNKNOWN if value is None else f"{100 * value:+.1f}%"


def _usd_difference(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return ("-" if value < 0 else "+") + usd(round(abs(value), 6))


def _with_bounds(found: Estimate, text: Callable[[float | None], str]) -> str:
    if found.lower is None or found.upper is None:
        return text(found.mean)
    return f"{text(found.mean)} ({text(found.lower)} to {text(found.upper)})"
