"""Plan, start, follow, end and resume benchmark runs: `autoroute run`."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from cli import render, render_case, render_notes, render_plan, render_table
from cli.choice import choice
from cli.console import console
from cli.progress import show, wait_for_draft, watch
from cli.render_results import results
from contracts.admin import CaseView, Regrade, RunList, RunStarted
from contracts.errors import AutoRoutingError
from contracts.plan import Plan
from contracts.run import Run, RunKind, RunStatus

app = typer.Typer(no_args_is_help=True, help="Plan, start, follow, end and resume benchmark runs.")
RunId = Annotated[str, typer.Argument(help="Run id, from `autoroute run list`.")]
Kind = Annotated[RunKind, typer.Argument(help="Candidates to measure.")]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Carry no earlier results; measure everything again.")
]
Follow = Annotated[bool, typer.Option("--watch", help="Show progress until the run ends.")]
Cap = Annotated[float | None, typer.Option(min=0, help="New cap in USD.")]


@app.command("plan")
def plan(kind: Kind, fresh: Fresh = False) -> None:
    """Show what a run would carry, measure and cost. Free."""
    console.print(render_plan.plan(_plan(kind, fresh=fresh)))


@app.command("start")
def start(
    kind: Kind,
    follow: Follow = False,
    fresh: Fresh = False,
    yes: Annotated[bool, typer.Option("--yes", help="Start without asking.")] = False,
) -> None:
    """Show the plan of a run, ask, and start exactly that plan."""
    planned = _plan(kind, fresh=fresh)
    console.print(render_plan.plan(planned))
    if console.is_terminal and not yes:
        typer.confirm("Start this run?", abort=True)
    wanted = {"kind": kind, "fresh": fresh, "plan": planned.digest}
    started = RunStarted.from_wire(_admin("POST", "/admin/runs", wanted))
    measured = (
        ", ".join(started.enqueued_models) or "nothing to measure, because all results are carried"
    )
    console.print(f"started {started.run_id}: {measured}")
    if follow:
        follow_run(started.run_id)


@app.command("list")
def list_runs(
    limit: Annotated[int, typer.Option(min=1, max=100, help="Number of runs.")] = 20,
) -> None:
    """List runs, newest first."""
    found = RunList.from_wire(_admin("GET", f"/admin/runs?limit={limit}"))
    console.print(render.runs(found.runs))


@app.command("show")
def show_run(
    run_id: RunId,
    routes: Annotated[
        bool, typer.Option("--routes", help="Show results by route (task type and subtype).")
    ] = False,
) -> None:
    """Show the results of a run; before it has any, the progress of its lanes."""
    view = show(choice.target().admin, run_id)
    for line in render_notes.warnings(view):
        console.print(line, soft_wrap=True)
    if routes:
        console.print(render.routes(view))
    else:
        console.print(results(view) if view.summaries else render.lanes(view))


@app.command("watch")
def follow_run(run_id: RunId) -> None:
    """Show the progress of a run until it ends."""
    (view,) = watch(choice.target().admin, [run_id])
    console.print(results(view) if view.summaries else render.lanes(view))
    if view.run.status is not RunStatus.COMPLETED:
        raise AutoRoutingError(f"run {run_id} ended as {view.run.status}: {view.run.error}")
    if view.run.kind is RunKind.DECIDER:
        for line in render_table.outcome(wait_for_draft(choice.target().admin, run_id)):
            console.print(line, soft_wrap=True)


@app.command("cancel")
def cancel(run_id: RunId) -> None:
    """End a run. Running cases finish and are counted."""
    run = Run.from_wire(_admin("POST", f"/admin/runs/{run_id}/cancel", {}))
    console.print(f"{run.run_id} is {run.status}; `autoroute run resume {run_id}` continues it")


@app.command("resume")
def resume(
    run_id: RunId,
    max_cost_per_run_usd: Cap = None,
    max_cost_per_candidate_usd: Cap = None,
    follow: Follow = False,
) -> None:
    """Continue a run that ended early. Only cases without a grade are measured."""
    caps = {
        "maxCostPerRunUsd": max_cost_per_run_usd,
        "maxCostPerCandidateUsd": max_cost_per_candidate_usd,
    }
    run = Run.from_wire(_admin("POST", f"/admin/runs/{run_id}/resume", caps))
    console.print(f"{run.run_id} is running again, round {run.round + 1}")
    if follow:
        follow_run(run_id)


@app.command("regrade")
def regrade(
    run_id: RunId,
    apply: Annotated[
        bool, typer.Option("--apply", help="Save the new grades as a new run.")
    ] = False,
) -> None:
    """Show how the current checks change the grades of a completed run. Free."""
    path = f"/admin/runs/{run_id}/regrade"
    found = Regrade.from_wire(_admin("POST", path, {"apply": apply}))
    console.print(render_case.regrade(found))


@app.command("case")
def case(
    run_id: RunId,
    candidate: Annotated[str, typer.Argument(help="Model id of the candidate.")],
    case_id: Annotated[str, typer.Argument(help="Id of the case.")],
    repetition: Annotated[int, typer.Option(min=0, help="Repetition, counted from 0.")] = 0,
    raw: Annotated[
        Path | None, typer.Option(help="Also write everything to this JSON file.")
    ] = None,
) -> None:
    """Show one case: every attempt with its answer, cost and times, and the grade."""
    asked = {"candidate": candidate, "caseId": case_id, "repetition": repetition}
    view = CaseView.from_wire(_admin("GET", f"/admin/runs/{run_id}/case?{urlencode(asked)}"))
    if raw:
        raw.write_text(view.model_dump_json(by_alias=True, indent=2) + "\n")
    console.print(render_case.case(view))


def _plan(kind: RunKind, *, fresh: bool) -> Plan:
    return Plan.from_wire(_admin("POST", "/admin/plan", {"kind": kind, "fresh": fresh}))


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)
