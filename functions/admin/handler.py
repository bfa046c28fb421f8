"""The admin API behind its Function URL. IAM has checked the caller before we are called."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver, Response
from pydantic import Field, TypeAdapter, ValidationError

from adapters import clients
from adapters.blobs import Blobs
from adapters.configs import ConfigStore
from adapters.items import Items
from adapters.provider import provider_of
from adapters.publications import PublicationStore
from adapters.queue import Queue
from adapters.runs import RunStore
from adapters.secrets import Secrets
from adapters.settings import Settings, settings
from adapters.telemetry import logger
from contracts.admin import (
    ConfigView,
    ResultList,
    RunList,
    RunStarted,
    StartRun,
    TableView,
    WinnerView,
)
from contracts.config import ConfigDraft
from contracts.errors import Conflict, Refused, SecretUnusable, Unavailable
from contracts.model import Wire
from contracts.problems import problems
from contracts.run import RunView
from functions.admin import configs
from functions.benchmark.start import Starter


class _Settings(Settings):
    table_name: str
    bucket_name: str
    run_queue_url: str
    provider_secret_arn: str


_env = settings(_Settings)
_items = Items(clients.dynamodb(), _env.table_name)
_configs = ConfigStore(_items)
_runs = RunStore(_items)
_live = PublicationStore(_items)
_secrets = Secrets(clients.secretsmanager())
_LIMIT = TypeAdapter(Annotated[int, Field(ge=1, le=100)])
app = LambdaFunctionUrlResolver()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    logger.info("request", extra={"path": event.get("rawPath")})
    return app.resolve(event, context)


@app.get("/health")
def health() -> Response[str]:
    return Response(200, "application/json", '{"ok":true}')


@app.get("/admin/config")
def get_config() -> Response[str]:
    return _answer(ConfigView(config=_configs.get()))


@app.put("/admin/config")
def put_config() -> Response[str]:
    draft = ConfigDraft.from_wire(_body())
    saved = configs.save(draft, _caller(), _now(), configs=_configs, models=_models)
    return _answer(ConfigView(config=saved))


@app.get("/admin/runs")
def list_runs() -> Response[str]:
    limit = _LIMIT.validate_python(app.current_event.get_query_string_value("limit", "20"))
    return _answer(RunList(runs=tuple(_runs.newest(limit))))


@app.post("/admin/runs")
def start_run() -> Response[str]:
    kind = StartRun.from_wire(_body()).kind
    blobs = Blobs(clients.s3(), _env.bucket_name)
    starter = Starter(_runs, blobs, Queue(clients.sqs(), _env.run_queue_url), _models)
    run = starter.start(kind, _configs.get(), _now())
    return _answer(RunStarted(run_id=run.run_id, enqueued_models=run.entrants), 201)


@app.get("/admin/runs/<run_id>")
def show_run(run_id: str) -> Response[str]:
    run = _runs.get(run_id)
    if run is None:
        return _error(404, f"runId: {run_id} is not known; list runs with GET /admin/runs")
    lanes, summaries = tuple(_runs.lanes(run_id)), tuple(_runs.summaries(run_id))
    return _answer(RunView(run=run, lanes=lanes, summaries=summaries))


@app.get("/admin/runs/<run_id>/results")
def show_results(run_id: str) -> Response[str]:
    return _answer(ResultList(results=tuple(_runs.results(run_id))))


@app.get("/admin/routing-table")
def routing_table() -> Response[str]:
    table = _live.table()
    return _answer(TableView(table=table, published_at=table.generated_at if table else None))


@app.get("/admin/classifier-winner")
def classifier_winner() -> Response[str]:
    return _answer(WinnerView(winner=_live.winner()))


@app.not_found
def not_found(_: Exception) -> Response[str]:
    return _error(404, f"{app.current_event.path} is not part of the admin API")


@app.exception_handler(Exception)  # type: ignore[untyped-decorator]
def failed(error: Exception) -> Response[str]:
    match error:
        case ValidationError():
            return _error(400, "; ".join(problems(error)))
        case Conflict():
            return _error(409, str(error))
        case Unavailable():
            return _error(503, str(error))
        case Refused():
            return _error(400, str(error))
    logger.exception("request failed", exc_info=error)
    return _error(500, "internal error; the log of the admin function says more")


def _models() -> dict[str, bool]:
    try:
        secret = _secrets.provider(_env.provider_secret_arn)
    except SecretUnusable as error:
        raise Unavailable(str(error)) from error
    return {row.id: row.simulated for row in provider_of(secret).models()}


def _body() -> Any:
    try:
        return json.loads(app.current_event.decoded_body or "null")
    except ValueError as error:
        raise Refused(f"body: not JSON ({error})") from error


def _caller() -> str:
    named = app.current_event.headers.get("x-updated-by", "").strip()
    authorizer = app.current_event.raw_event.get("requestContext", {}).get("authorizer") or {}
    return named or (authorizer.get("iam") or {}).get("userArn") or "unknown"


def _now() -> datetime:
    return datetime.now(UTC)


def _answer(body: Wire, status: int = 200) -> Response[str]:
    return Response(status, "application/json", body.wire_json())


def _error(status: int, message: str) -> Response[str]:
    return Response(status, "application/json", json.dumps({"error": message}))
