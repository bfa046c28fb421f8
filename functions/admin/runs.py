"""The routes of runs: plan, start, watch, cancel, resume and regrade."""

from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import LambdaFunctionUrlRouter
from pydantic import Field, TypeAdapter

from contracts import objects
from contracts.admin import (
    CaseView,
    PlanRun,
    RegradeRun,
    ResultList,
    ResumeRun,
    RunList,
    RunStarted,
    RunView,
    StartRun,
)
from contracts.attempt import Attempt
from contracts.errors import Refused
from contracts.plan import NextProof
from contracts.run import Run, RunKind, RunStatus, outdated
from contracts.usage import total
from functions.admin import wiring
from functions.admin.answers import answer, body, caller, now, optional_body
from functions.benchmark.cases import snapshot
from functions.publish.look_savings import saved_by_looks
from functions.publish.next_proofs import next_proofs, serving_models

router = LambdaFunctionUrlRouter()  # type: ignore[no-untyped-call]
_LIMIT = TypeAdapter(Annotated[int, Field(ge=1, le=100)])
_COUNT = TypeAdapter(Annotated[int, Field(ge=0)])


@router.get("/admin/runs")
def list_runs() -> Response[str]:
    limit = _LIMIT.validate_python(router.current_event.get_query_string_value("limit", "20"))
    return answer(RunList(runs=tuple(wiring.runs.newest(limit))))


@router.post("/admin/plan")
def plan_run() -> Response[str]:
    wanted = PlanRun.from_wire(body(router))
    config = wiring.configs.get()
    found = wiring.starter.plan(wanted.kind, config, now(), fresh=wanted.fresh)
    return answer(found.model_copy(update={"proofs": _proofs(wanted.kind)}))


def _proofs(kind: RunKind) -> tuple[NextProof, ...]:
    table = wiring.live.table()
    if kind is RunKind.CLASSIFIER or table is None:
        return ()
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    spent = {model: _spent(model, yesterday) for model in serving_models(table)}
    return tuple(next_proofs(table, spent, wiring.decisions.last_day(now())))


def _spent(model: str, day: str) -> float | None:
    """Return what a model's requests cost on a day, in USD; None when that is not known whole."""
    page = wiring.usage.sums([day], model=model)
    whole = total(page.lines)
    known = page.next is None and not whole.unknown_costs and not whole.simulated
    return float(whole.cost_usd) if known and whole.cost_usd is not None else None


@router.post("/admin/runs")
def start_run() -> Response[str]:
    wanted = StartRun.from_wire(body(router))
    config = wiring.configs.get()
    run = wiring.starter.start(wanted.kind, config, now(), fresh=wanted.fresh, digest=wanted.plan)
    return answer(_started(run), 201)


def _started(run: Run) -> RunStarted:
    carried = snapshot.carried(run.run_id, wiring.documents)
    counts = {m: sum(r.candidate == m for r in carried) for m in run.entrants}
    whole = run.cases * run.lanes // len(run.entrants)
    skipped = tuple(m for m, n in counts.items() if n == whole)
    enqueued = tuple(m for m in run.entrants if m not in skipped)
    return RunStarted(run_id=run.run_id, enqueued_models=enqueued, skipped_models=skipped)


@router.get("/admin/runs/<run_id>")
def show_run(run_id: str) -> Response[str]:
    run, lanes = wiring.runs.require(run_id), tuple(wiring.runs.lanes(run_id))
    summaries = tuple(wiring.runs.summaries(run_id))
    saved = saved_by_looks(run, wiring.runs.looks(run_id), summaries)
    running = run.status is RunStatus.RUNNING
    return answer(
        RunView(
            run=run,
            lanes=lanes,
            summaries=summaries,
            saved=saved,
            shortage=wiring.runs.shortage(run_id) if running else None,
            outdated=outdated(run, wiring.starter.worker.version) if running else None,
        )
    )


@router.get("/admin/runs/<run_id>/results")
def show_results(run_id: str) -> Response[str]:
    return answer(ResultList(results=tuple(wiring.runs.results(run_id))))


@router.get("/admin/runs/<run_id>/case")
def show_case(run_id: str) -> Response[str]:
    """Answer with a case; the query holds candidate, caseId and repetition (default 0)."""
    run = wiring.runs.require(run_id)
    candidate, case_id = _query("candidate"), _query("caseId")
    repetition = _COUNT.validate_python(
        router.current_event.get_query_string_value("repetition", "0")
    )
    if run.kind is not RunKind.DECIDER:
        raise Refused(f"runId: {run_id} is a classifier run; its cases have no attempts to show")
    case = snapshot.deciders(run_id, wiring.documents).get(case_id)
    if case is None:
        raise Refused(f"caseId: {case_id} is not in run {run_id}")
    result = wiring.runs.result(run_id, candidate, repetition, case_id)
    measured_by = result.measured_by if result else run_id
    prefix = objects.attempts(measured_by, candidate, repetition, case_id)
    keys = sorted(wiring.documents.keys(prefix), key=objects.number)
    texts = [text for key in keys if (text := wiring.documents.get(key))]
    attempts = tuple(map(Attempt.model_validate_json, texts))
    return answer(CaseView(task=case.task, expected=case.check, attempts=attempts, result=result))


def _query(name: str) -> str:
    value = router.current_event.get_query_string_value(name, "")
    if not value:
        raise Refused(f"{name}: is missing in the query; add {name}=...")
    return value


@router.post("/admin/runs/<run_id>/cancel")
def cancel_run(run_id: str) -> Response[str]:
    return answer(wiring.controller.cancel(run_id, now(), caller(router)))


@router.post("/admin/runs/<run_id>/resume")
def resume_run(run_id: str) -> Response[str]:
    return answer(wiring.controller.resume(run_id, ResumeRun.from_wire(optional_body(router))))


@router.post("/admin/runs/<run_id>/regrade")
def regrade_run(run_id: str) -> Response[str]:
    wanted = RegradeRun.from_wire(optional_body(router))
    found = wiring.regrader.delta(run_id)
    if not wanted.apply:
        return answer(found)
    new = wiring.regrader.apply(run_id, now())
    return answer(found.model_copy(update={"new_run_id": new.run_id}), 201)
