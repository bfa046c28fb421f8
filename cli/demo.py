"""Run the local stack with simulated models: `autoroute demo` and `autoroute up`."""

import json
import resource
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.own_api.decide_api import ask
from cli import render, render_evaluation, render_notes
from cli.console import SIMULATED, UNKNOWN, console, share, usd
from cli.demo_session import REASONS, beside, serve
from cli.evaluate import awaited
from cli.progress import wait_for_draft, watch
from cli.render_results import results
from cli.requests import Sample, request, samples
from cli.savings import saving
from cli.skill import Skill, catalogue
from cli.target import Target
from contracts.admin import RunStarted, RunView, TableView, WinnerView
from contracts.decision import DecideResponse
from contracts.errors import AutoRoutingError
from contracts.run import RunKind, RunStatus
from contracts.savings import best_model
from contracts.table import RoutingTable
from gateway.settings import VIRTUAL
from local.gateway import USER
from local.provider import Catalogue, simulated_provider
from local.stack import STATE, LocalStack
from local.synth import ROOT

CONFIG = ROOT / "local" / "demo" / "config.json"


def demo(skill: Skill = None) -> None:
    """Measure simulated models, publish a table, decide, serve the kilo CLI, then stop."""
    began = time.monotonic()
    with _running(catalogue(skill or [])) as target:
        _put_config(target)
        version = _benchmark(target)
        _evaluate(target, version)
        _ask_all(target)
        _step(f"gateway: the kilo CLI solves a task with the model {VIRTUAL}")
        serve(target)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    console.print(
        f"\nDone in {time.monotonic() - began:.0f} s; the largest process used {peak:.0f} MiB. "
        f"All processes have ended. The models were {SIMULATED}; README.md (On AWS) says how to "
        "measure real ones."
    )


def up(skill: Skill = None) -> None:
    """Run the local stack until Ctrl-C and print commands to try."""
    with _running(catalogue(skill or [])) as target, beside(target) as front:
        _put_config(target)
        console.print(f"\ndecide  {target.outputs.decide_url}\nadmin   {target.outputs.admin_url}")
        console.print(f"gateway {front.url}, model {VIRTUAL}, key {front.key}", soft_wrap=True)
        console.print(
            "\nIn another terminal:\n"
            "  .venv/bin/autoroute --local run start decider --watch\n"
            "  .venv/bin/autoroute --local run start classifier --watch\n"
            "  .venv/bin/autoroute --local table\n"
            '  .venv/bin/autoroute --local decide "Fix the typo in README.md"\n'
            f"  .venv/bin/autoroute --local usage --user {USER} --savings"
        )
        config = json.dumps(front.kilo_config)
        console.print(f"  KILO_CONFIG_CONTENT='{config}' kilo", markup=False, soft_wrap=True)
        console.print("\nPress Ctrl-C to stop the stack.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("stopping")


@contextmanager
def _running(catalogue: Catalogue) -> Iterator[Target]:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with simulated_provider(catalogue) as provider, LocalStack(_step) as endpoints:
        target = Target.local(endpoints)
        target.set_provider(provider.base_url, provider.key)
        endpoints.save()
        try:
            yield target
        finally:
            STATE.unlink(missing_ok=True)


def _put_config(target: Target) -> None:
    _step("saving the config")
    target.admin.call("PUT", "/admin/config", json.loads(Path(CONFIG).read_text()))


def _benchmark(target: Target) -> str:
    """Return the version of the table."""
    _step("classifier benchmark: candidates classify labelled requests")
    console.print(results(_run(target, RunKind.CLASSIFIER)))
    _step("decider benchmark: candidates solve tasks through the kilo CLI")
    view = _run(target, RunKind.DECIDER)
    for line in render_notes.broken(view.summaries):
        console.print(line)
    wait_for_draft(target.admin, view.run.run_id)
    return view.run.run_id


def _evaluate(target: Target, version: str) -> None:
    _step("evaluation: the whole router, on cases that did not choose its table")
    for part in render_evaluation.evaluation(awaited(target.admin, version)):
        console.print(part)


def _run(target: Target, kind: RunKind) -> RunView:
    started = target.admin.call("POST", "/admin/runs", {"kind": kind})
    (view,) = watch(target.admin, [RunStarted.from_wire(started).run_id])
    if view.run.status is not RunStatus.COMPLETED:
        raise AutoRoutingError(
            f"run {view.run.run_id} ended as {view.run.status}: {view.run.error}"
        )
    return view


def _ask_all(target: Target) -> None:
    table = TableView.from_wire(target.admin.call("GET", "/admin/routing-table")).table
    won = WinnerView.from_wire(target.admin.call("GET", "/admin/classifier-winner")).winner
    if table is None or won is None:
        raise AutoRoutingError(
            "both runs completed, but nothing was published; start `make up`, repeat the runs, and "
            "see `.venv/bin/autoroute --local table drafts`"
        )
    console.print(render.routing_table(table))
    console.print(render.winner(won))
    title = f"Six requests to /decide ({SIMULATED} models)"
    shown = render.grid(title, "request", "tier", "model", "why", "cost/case", "of best")
    for sample in samples():
        shown.add_row(*_decided(sample, _ask(target, sample), table))
    best = f"{best_model(table)}, the most accurate model, in the same tier"
    shown.caption = f"of best: cost as a share of that of {best}"
    console.print(shown)


def _ask(target: Target, sample: Sample) -> DecideResponse:
    asked = request(sample.prompt, session=sample.session, tools=sample.tools, api=sample.api)
    return ask(target.outputs.decide_url, target.decide_secret, asked)


def _decided(sample: Sample, answer: DecideResponse, table: RoutingTable) -> Iterable[str]:
    decision = answer.decision
    if decision is None:
        return sample.title, UNKNOWN, "fallback", answer.reason, UNKNOWN, UNKNOWN
    why = REASONS.get(answer.reason, answer.reason)
    found = saving(table, decision)
    costs = (usd(found.chosen_usd), share(found.ratio)) if found else (UNKNOWN, UNKNOWN)
    return sample.title, decision.tier or UNKNOWN, decision.model, why, *costs


def _step(text: str) -> None:
    console.print(f"[dim]›[/] {text}")
