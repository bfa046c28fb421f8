"""Check, count, show and prove the cases of the dataset: `autoroute dataset`."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.syntax import Syntax

from cli import bank, render, render_items
from cli.choice import choice
from cli.console import console
from contracts.admin import ResultList
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.errors import AutoRoutingError
from contracts.taxonomy import PAIRS
from contracts.tier import TIERS
from contracts.world import World
from functions.benchmark.cases.items import items
from functions.benchmark.cases.load import WORLDS, load_classifiers, load_deciders
from functions.benchmark.cases.rules import dataset_faults
from functions.benchmark.cases.sizes import language_of, middle_and_most, size_of
from functions.benchmark.cases.worlds import load_worlds
from local.matrix import faults, matrix
from local.prove import prove

app = typer.Typer(no_args_is_help=True, help="Check, count and show the cases of the dataset.")
app.registered_commands += bank.app.registered_commands


@app.command()
def check(
    only: Annotated[
        str | None, typer.Option(help="Check only the cases whose id or world is this text.")
    ] = None,
) -> None:
    """Check each case (form, solutions, wrong and hostile work) and the dataset as a whole."""
    deciders, classifiers = load_deciders(), load_classifiers()
    problems = [] if only else [*dataset_faults(deciders, classifiers)]
    chosen = [case for case in deciders if _meant(case, only)]
    problems += [problem for case in chosen for problem in faults(case)]
    for problem in problems:
        console.print(f"[red]{problem}[/]", soft_wrap=True)
    if problems:
        raise AutoRoutingError(f"{len(problems)} problems in the dataset, listed above")
    counts = f"{len(chosen)} tasks and {len(classifiers)} labelled requests"
    console.print(f"the dataset is valid: {counts}")


def _meant(case: DeciderCase, only: str | None) -> bool:
    named = (case.case_id, case.world.name if case.world else "")
    return only is None or only in named


@app.command()
def stats() -> None:
    """Count the cases by route (task type and subtype), tier, size, language and check."""
    deciders, classifiers = load_deciders(), load_classifiers()
    shown = render.grid("Cases of the dataset", "route", *TIERS, "tasks", "need tools", "requests")
    labelled = Counter((c.expected.task_type, c.expected.subtask_type) for c in classifiers)
    for pair in PAIRS:
        mine = [c for c in deciders if (c.task_type, c.subtask_type) == pair]
        tiers = [str(sum(c.tier is tier for c in mine)) for tier in TIERS]
        tools = str(sum(c.agentic for c in mine))
        shown.add_row(" / ".join(pair), *tiers, str(len(mine)), tools, str(labelled[pair]))
    console.print(shown)
    _sizes(deciders)
    _counts("check", (case.check.kind for case in deciders))
    _counts("language", (language_of(case, _world(case)) for case in deciders))


def _sizes(cases: Iterable[DeciderCase]) -> None:
    columns = ("tier", "tasks", "files", "lines", "tokens", "steps")
    shown = render.grid("Sizes: median (maximum)", *columns)
    for tier in TIERS:
        found = [size_of(case, _world(case)) for case in cases if case.tier is tier]
        kinds = ("files", "lines", "tokens", "steps")
        told = [middle_and_most(getattr(size, kind) for size in found) for kind in kinds]
        shown.add_row(tier, str(len(found)), *told)
    console.print(shown)


def _counts(title: str, values: Iterable[str]) -> None:
    told = ", ".join(f"{value} {n}" for value, n in Counter(values).most_common())
    console.print(f"[bold]{title}[/]: {told}", soft_wrap=True)


def _world(case: DeciderCase) -> World | None:
    return load_worlds(WORLDS)[case.world.name] if case.world else None


@app.command("items")
def item_analysis(
    run: Annotated[str, typer.Argument(help="Run id, from `autoroute run list`.")],
    *,
    every: Annotated[bool, typer.Option("--all", help="Show the other cases, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all cases as JSON.")] = False,
) -> None:
    """List the cases of a run that separate no candidates, or not as they should."""
    answer = choice.target().admin.call("GET", f"/admin/runs/{run}/results")
    found = items(ResultList.from_wire(answer).results)
    if as_json:
        console.print_json(f"[{','.join(item.wire_json() for item in found)}]")
    else:
        console.print(render_items.analysis(run, found, every=every))


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
    """Run each reference solution through the worker and the real kilo CLI, and try the right,
    wrong and hostile work on cases of worlds. Free.
    """
    failed, cases = 0, load_deciders()[:: sample or 1]
    for proven in prove(cases):
        cause = proven.verdict.cause
        failed += cause is not None
        state = f"[red]{cause}: {proven.verdict.detail}[/]" if cause else "[green]passes[/]"
        console.print(f"{proven.case.case_id} {proven.latency_ms} ms {state}", soft_wrap=True)
    failed += sum(_tried(case) for case in cases if case.world)
    if failed:
        raise AutoRoutingError(f"{failed} lines above are wrong; they say why")


def _tried(case: DeciderCase) -> int:
    """Show the matrix of a case; return how many of its trials ended otherwise than they have
    to.
    """
    console.print(f"[bold]{case.case_id}[/]")
    wrong = 0
    for trial in matrix(case):
        wrong += trial.passed is not trial.wanted
        colour = "green" if trial.passed is trial.wanted else "red"
        does = "passes" if trial.passed else "fails"
        console.print(f"  {trial.name}: [{colour}]{does}[/] {trial.seconds:.1f} s")
    return wrong
