"""Handles the admin API behind its Function URL; IAM has already checked the caller."""

from typing import Any
from uuid import uuid4

from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver, Response

from adapters.telemetry import logger
from contracts.admin import ChooseClassifier, ConfigView, WinnerView
from contracts.chunk import Refresh
from contracts.config import ConfigDraft
from contracts.debug import AttackRequest, DebugPrompt
from functions.admin import classifiers, configs, dataset, evaluations, runs, tables, usage, wiring
from functions.admin.answers import answer, body, caller, failed, now, optional_body, refusal

app = LambdaFunctionUrlResolver()
app.include_router(runs.router)
app.include_router(tables.router)
app.include_router(evaluations.router)
app.include_router(dataset.router)
app.include_router(usage.router)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    logger.info("request", extra={"path": event.get("rawPath")})
    return app.resolve(event, context)


@app.get("/health")
def health() -> Response[str]:
    return Response(200, "application/json", '{"ok":true}')


@app.get("/admin/config")
def get_config() -> Response[str]:
    return answer(ConfigView(config=wiring.configs.get()))


@app.put("/admin/config")
def put_config() -> Response[str]:
    draft = ConfigDraft.from_wire(body(app))
    saved = configs.save(draft, caller(app), now(), configs=wiring.configs, models=wiring.models)
    return answer(ConfigView(config=saved))


@app.get("/admin/classifier-winner")
def classifier_winner() -> Response[str]:
    return _winner()


@app.put("/admin/classifier")
def choose_classifier() -> Response[str]:
    wanted = ChooseClassifier.from_wire(body(app))
    chosen = classifiers.chosen(wanted, caller(app), now(), models=wiring.models)
    wiring.live.set_override(chosen)
    wiring.publishes.send(Refresh())
    return _winner()


def _winner() -> Response[str]:
    return answer(WinnerView(winner=wiring.live.winner(), override=wiring.live.override()))


@app.post("/admin/debug-cli")
def ask_debug() -> Response[str]:
    prompt = DebugPrompt.from_wire(body(app))
    return answer(wiring.debugger.ask(prompt, uuid4().hex), 202)


@app.post("/admin/attack-self")
def attack_self() -> Response[str]:
    wanted = AttackRequest.from_wire(optional_body(app))
    return answer(wiring.debugger.attack(wanted, uuid4().hex), 202)


@app.get("/admin/debug-cli/<debug_id>")
def show_debug(debug_id: str) -> Response[str]:
    return answer(wiring.debugger.get(debug_id))


@app.not_found
def not_found(_: Exception) -> Response[str]:
    return refusal(404, f"{app.current_event.path} is not part of the admin API")


app.exception_handler(Exception)(failed)
