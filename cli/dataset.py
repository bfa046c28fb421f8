"""Check, count, show and prove the cases of the dataset: `autoroute dataset`."""

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

app = typer.Typer(no_args_is_help=True, help="Check, count and show the cases of the dataset.")


@app.command()
def check() -> None:
    """Check each case (form, solution, wrong answer) and the dataset as a whole."""
    deciders, classifiers = load_deciders(), load_classifiers()
    problems = [*dataset_faults(deciders, classifiers)]
    problems += [problem for case in deciders for problem in _problems(case)]
    for problem in problems:
        console.print(f"[red]{problem}[/]", soft_wrap=True)
    if problems:
        raise AutoRoutingError(f"{len(problems)} problems in the dataset, listed above")
    counts = f"{len(deciders)} tasks and {len(classifiers)} labelled requests"
    console.print(f"the dataset is valid: {counts}")


def _problems(case: DeciderCase) -> Iterable[str]:
    with tempfile.TemporaryDirectory() as folder:
        solved, mistaken, untouched = (
            Workplace(case, _made(Path(folder) / name))
            for name in ("solved", "mistaken", "untouched")
        )
        if not solved.passes(solved.solve()):
            yield f"{case.case_id}: solution: must pass the check, but fails it"
        mistaken.act(case.wrong_steps)
        if mistaken.passes(case.wrong_answer):
            yield f"{case.case_id}: wrongAnswer: must fail the check, but passes it"
        if any(untouched.passes(text) for text in ("", case.user_prompt)):
            yield f"{case.case_id}: check: passes an empty answer, or the prompt; make it stricter"
        if case.compute and not untouched.passes(computed(case.compute, Path(folder))):
            yield f"{case.case_id}: compute: its output must pass the check, but fails it"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@app.command()
def stats(
    run: Annotated[
        str | None,
        typer.Option(help="Run id; also list the cases of this run on which all candidates agree."),
    ] = None,
) -> None:
    """Count the cases by route (task type and subtype), tier and check."""
    deciders, classifiers = load_deciders(), load_classifiers()
    shown = render.grid("Cases of the dataset", "route", *TIERS, "tasks", "need tools", "requests")
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
def show(case_id: Annotated[str, typer.Argument(help="Id of the case.")]) -> None:
    """Print one case as JSON, with its digest."""
    cases: list[DeciderCase | ClassifierCase] = [*load_deciders(), *load_classifiers()]
    found = [case for case in cases if case.case_id == case_id]
    if not found:
        raise AutoRoutingError(f"caseId: no case {case_id}; the files in datasets/ list the ids")
    console.print(f"[bold]{case_id}[/] {found[0].digest}")
    console.print(Syntax(found[0].model_dump_json(indent=2, by_alias=True), "json", word_wrap=True))


@app.command("prove")
def prove_all(
    sample: Annotated[int | None, typer.Option(help="Run only every n-th case.", min=1)] = None,
) -> None:
    """Run each reference solution through the worker and the real kilo CLI. Free."""
    failed = 0
    for proven in prove(load_deciders()[:: sample or 1]):
        cause = proven.verdict.cause
        failed += cause is not None
        state = f"[red]{cause}: {proven.verdict.detail}[/]" if cause else "[green]passes[/]"
        console.print(f"{proven.case.case_id} {proven.latency_ms} ms {state}", soft_wrap=True)
    if failed:
        raise AutoRoutingError(f"{failed} reference solutions fail; their lines above say why")
