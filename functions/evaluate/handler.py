"""Handles queue `evaluations`: tables to evaluate."""

from datetime import UTC, datetime
from typing import Any

from adapters.provider.client import provider_of
from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.chunk import Evaluate
from functions.evaluate.classifying import Classifying
from functions.evaluate.evaluator import Evaluator

_CLAIM_SECONDS = 120  # chosen: a case makes 2 calls of 30 s at most
_wiring = Wiring()
_runs, _claims, _queue = _wiring.runs, _wiring.claims(_CLAIM_SECONDS), _wiring.queue("evaluate")
_provider_secret = _wiring.variable("PROVIDER_SECRET_ARN")


def _evaluate(body: str) -> None:
    wanted = Evaluate.from_json(body)
    provider = provider_of(_wiring.secrets.provider(_provider_secret, newest=True))
    evaluator = Evaluator(
        runs=_runs,
        documents=_wiring.documents,
        live=_wiring.publications,
        models=_wiring.models,
        classifying=Classifying(_wiring.evidence, _claims, provider.complete),
        evaluations=_wiring.evaluations,
        queue=_queue,
    )
    came = evaluator.step(wanted, datetime.now(UTC))
    logger.info("evaluate", extra={"version": wanted.version, "outcome": came})


_consumer = _wiring.consumer(_evaluate)


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
