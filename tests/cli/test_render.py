"""What a person reads in a terminal of 80 columns: nothing is cut off, unknown is unknown."""

from io import StringIO

import pytest
from rich.console import Console, RenderableType

from cli import render, render_table
from cli.render_results import results
from contracts.admin import DraftLine, History, LookSavings, RunView, TableView
from contracts.evaluation import Headline
from contracts.publication import Change, DraftState, Gate, Hold, Publication
from contracts.run import RunKind
from contracts.table import Why
from contracts.tier import Tier
from functions.publish.summaries import summaries_of
from tests.samples import FOUND, NOON, draft, result, run, table

ROUTE = "agentic_execution/terminal_operations"


def text(*shown: RenderableType) -> str:
    written = StringIO()
    console = Console(width=80, file=written)
    for each in shown:
        console.print(each)
    found = written.getvalue()
    assert max(map(len, found.splitlines())) <= 80
    assert "…" not in found
    return found


DONE = Publication(
    action="rollback", version="v1", replaced="v2", at=NOON, by="arn:me", why="complaints"
)


def test_the_live_table_says_who_made_it_so_and_who_holds_it() -> None:
    hold = Hold(at=NOON, by="arn:me", why="rolled back: complaints")
    view = TableView(table=table(), published_at=NOON, published=DONE, hold=hold)
    assert list(render_table.standing(view)) == [
        "rollback at 2026-06-11 12:00 by arn:me: complaints",
        "held since 2026-06-11 12:00 by arn:me: rolled back: complaints",
    ]


def test_the_history_is_readable_whatever_the_length_of_a_version() -> None:
    done = DONE.model_copy(update={"version": run().run_id})
    short = Headline(
        version=run().run_id, accuracy=0.9, cost_usd=0.02, cases=36, simulated=True, why_not=None
    )
    history = History(publications=(done,), evaluations={run().run_id: short})
    shown = text(*render_table.history(history))
    assert "2026-06-11 12:00 rollback by arn:me: complaints" in shown
    assert f"live after this: {run().run_id}" in shown
    assert "whole router: accuracy 90%, $0.02 a case (36 cases, simulated models)" in shown


@pytest.mark.parametrize(
    ("decisions", "moved", "change", "said"),
    [
        (0, None, None, "the share that would move is unknown"),
        (
            40,
            0.25,
            -0.5,
            "25% of the 40 decisions of the last day would move to another model; expected cost "
            "change -50.0%",
        ),
        (40, 0.25, None, "expected cost change unknown"),
    ],
)
def test_the_gate_says_what_moves_and_what_it_refuses(
    decisions: int, moved: float | None, change: float | None, said: str
) -> None:
    gate = Gate(
        against="v1",
        refusals=("tier low: too many holes",),
        changes=(
            Change(
                tier=Tier.LOW,
                before=("d/cheap", "d/dear"),
                after=("d/dear", "d/cheap"),
                why=Why.CHEAPEST_PROVEN,
                detail="lower bound 0.8 reaches 0.7",
            ),
        ),
        decisions=decisions,
        moved=moved,
        cost_change=change,
    )
    of = draft(run()).model_copy(update={"gate": gate, "state": DraftState.REFUSED})
    shown = " ".join(text(*render_table.gate(of)).split())
    assert said in shown
    assert "low d/cheap d/dear lower bound 0.8 reaches 0.7" in shown
    assert "refused: tier low: too many holes" in shown
    assert list(render_table.outcome(of))[1] == "refused: tier low: too many holes"


def test_drafts_are_listed_with_their_state_and_what_speaks_against_them() -> None:
    line = DraftLine(
        version=run().run_id,
        state=DraftState.REFUSED,
        generated_at=NOON,
        simulated=True,
        winners=2,
        objections=("tier low: too many holes",),
    )
    shown = text(render_table.drafts([line]))
    assert "refused" in shown
    assert "simulated" in shown


def test_summaries_show_bounds_cost_intervals_and_what_looks_spared() -> None:
    of = run()
    rows = [
        result(of, f"case-{n}", cost=0.01 + 0.001 * n, route=ROUTE, tier=Tier.LOW) for n in range(9)
    ]
    view = RunView(
        run=of,
        lanes=(),
        summaries=tuple(summaries_of(of, rows)),
        saved=LookSavings(measurements=34, cost_usd=None),
    )
    shown = " ".join(text(render.summaries(view)).split())
    assert "d/cheap low 9 100% (85–100) $0.014 ±9%" in shown
    assert "d/cheap high 0 unknown unknown" in shown
    assert "early stopping saved 34 measurements; cost saved: unknown" in shown
    routes = " ".join(text(render.routes(view)).split())
    assert "d/cheap terminal_operations 9 100% (85–100)" in routes


def test_a_classifier_run_shows_which_tiers_were_answered() -> None:
    of = run(RunKind.CLASSIFIER)
    labels = {"expected": FOUND.labels, "answered": FOUND.labels}
    rows = [result(of, f"case-{n}", "c/one", tier=None).model_copy(update=labels) for n in range(3)]
    failed = rows[2].model_copy(update={"answered": None, "score": 0.0})
    summaries = tuple(summaries_of(of, [*rows[:2], failed]))
    shown = " ".join(text(results(RunView(run=of, lanes=(), summaries=summaries))).split())
    assert "the accuracy counts tiers" in shown
    assert "c/one low 2 0 0 1 66.7%" in shown
