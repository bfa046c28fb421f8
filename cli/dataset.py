"""`autoroute dataset`: the golden cases, checked, counted and shown."""

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.syntax import Syntax

from cli import render
from cli.choice import choice
from cli.console import console
from contracts.admin import ResultList
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.errors import AutoRoutingError
from contracts.taxonomy import PAIRS
from contracts.tier import TIERS
from functions.benchmark.cases.discrimination import discrimination
from functions.benchmark.cases.load import load_classifiers, load_deciders
from functions.benchmark.cases.rules import dataset_faults
from local.proof import Workplace, computed
from local.prove import prove

app = typer.Typer(no_args_is_help=True, help="The golden cases.")


@app.command()
def check() -> None:
    """Check every case (its form, its solution, its mistake) and the bank as a whole."""
    deciders, classifiers = load_deciders(), load_classifiers()
    problems = [*dataset_faults(deciders, classifiers)]
    problems += [problem for case in deciders for problem in _problems(case)]
    for problem in problems:
        console.print(f"[red]{problem}[/]", soft_wrap=True)
    if problems:
        raise AutoRoutingError(f"{len(problems)} problems")
    console.print(f"{len(deciders)} golden tasks and {len(classifiers)} labelled requests are fine")


def _problems(case: DeciderCase) -> Iterable[str]:
    with tempfile.TemporaryDirectory() as folder:
        solved, mistaken, untouched = (
            Workplace(case, _made(Path(folder) / name))
            for name in ("solved", "mistaken", "untouched")
        )
        if not solved.passes(solved.solve()):
            yield f"{case.case_id}: solution: fails the check"
        mistaken.act(case.wrong_steps)
        if mistaken.passes(case.wrong_answer):
            yield f"{case.case_id}: wrongAnswer: passes the check"
        if any(untouched.passes(text) for text in ("", case.user_prompt)):
            yield f"{case.case_id}: check: no answer, or the echoed prompt, passes"
        if case.compute and not untouched.passes(computed(case.compute, Path(folder))):
            yield f"{case.case_id}: compute: what it prints fails the check"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@app.command()
def stats(
    run: Annotated[
        str | None, typer.Option(help="Also which cases of this run tell little.")
    ] = None,
) -> None:
    """Count the cases by pair, tier and check."""
    deciders, classifiers = load_deciders(), load_classifiers()
    shown = render.grid("Golden cases", "pair", *TIERS, "tasks", "need tools", "requests")
    labelled = Counter((c.expected.task_type, c.expected.subtask_type) for c in classifiers)
    for pair in PAIRS:
        mine = [c for c in deciders if (c.task_type, c.subtask_type) == pair]
        tiers = [str(sum(c.tier is tier for c in mine)) for tier in TIERS]
        tools = str(sum(c.agentic for c in mine))
        shown.add_row(" / ".join(pair), *tiers, str(len(mine)), tools, str(labelled[pair]))
    console.print(shown)
    kinds = Counter(case.check.kind for case in deciders)
    console.print(", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))
    if run:
        _after(run)


def _after(run_id: str) -> None:
    answer = choice.target().admin.call("GET", f"/admin/runs/{run_id}/results")
    found = discrimination(ResultList.from_wire(answer).results)
    for title, cases in (
        ("all candidates pass", found.easy),
        ("all candidates fail", found.hard),
        ("repetitions disagree", found.unsteady),
    ):
        console.print(f"[bold]{title}[/] ({len(cases)}): {', '.join(cases) or 'none'}")


@app.command()
def show(case_id: str) -> None:
    """Show a case as data, with its identity."""
    cases: list[DeciderCase | ClassifierCase] = [*load_deciders(), *load_classifiers()]
    found = [case for case in cases if case.case_id == case_id]
    if not found:
        raise AutoRoutingError(f"no case {case_id}; `autoroute dataset stats` counts what there is")
    console.print(f"[bold]{case_id}[/] {found[0].digest}")
    console.print(Syntax(found[0].model_dump_json(indent=2, by_alias=True), "json", word_wrap=True))


@app.command("prove")
def prove_all(
    sample: Annotated[int | None, typer.Option(help="Only every n-th case.", min=1)] = None,
) -> None:
    """Run the reference solutions through the real kilo CLI and the worker; costs nothing."""
    failed = 0
    for proven in prove(load_deciders()[:: sample or 1]):
        cause = proven.verdict.cause
        failed += cause is not None
        state = f"[red]{cause}: {proven.verdict.detail}[/]" if cause else "[green]passes[/]"
        console.print(f"{proven.case.case_id} {proven.latency_ms} ms {state}", soft_wrap=True)
    if failed:
        raise AutoRoutingError(f"{failed} reference solutions fail")
