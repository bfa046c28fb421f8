"""Show what a run measured in a terminal, and which tiers classifiers answered."""

from rich.console import Group
from rich.table import Table

from cli.console import share, usd
from cli.render import grid, summaries, titled
from contracts.admin import RunView
from contracts.tier import TIERS


def results(view: RunView) -> Group:
    """Return the summaries of a run; of a run of classifiers, the confusion table, too."""
    told = any(summary.confusion for summary in view.summaries)
    return Group(summaries(view), *([confusion(view)] if told else []))


def confusion(view: RunView) -> Table:
    """Return how often each candidate answered which tier for which expected one."""
    what = f"Tiers answered; the accuracy counts {view.run.config.classifier_bar}s"
    shown = grid(
        titled(what, view.run.simulated),
        *("model", "expected", *TIERS, "failed", "label score", "expected loss"),
    )
    for summary in view.summaries:
        for expected in TIERS if summary.confusion else ():
            counts = [summary.confusion.get(f"{expected}>{each}", 0) for each in (*TIERS, "none")]
            told = (share(summary.label_score), usd(summary.expected_loss_usd))
            shown.add_row(summary.model, expected, *map(str, counts), *told)
    return shown
