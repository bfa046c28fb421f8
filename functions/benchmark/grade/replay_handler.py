"""Handles queue `replays`: chunks of classifier candidates."""

from typing import Any

from adapters.provider.client import provider_of
from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.chunk import Chunk
from functions.benchmark.grade.recorder import Recorder
from functions.benchmark.grade.replay import Replayer

_CLAIM_SECONDS = 180  # chosen: a case makes 4 calls of 30 s at most
_wiring = Wiring()
_recorder = Recorder(_wiring.runs, _wiring.evidence, _wiring.queue("publish"))
_replays = _wiring.queue("replay")
_provider_secret = _wiring.variable("PROVIDER_SECRET_ARN")


def _replay(body: str) -> None:
    chunk = Chunk.from_json(body)
    logger.info("replay", extra={"run_id": chunk.run_id, "candidate": chunk.candidate})
    provider = provider_of(_wiring.secrets.provider(_provider_secret, newest=True))
    provider.warm()
    Replayer(
        runs=_wiring.runs,
        documents=_wiring.documents,
        recorder=_recorder,
        claims=_wiring.claims(_CLAIM_SECONDS),
        replays=_replays,
        complete=provider.complete,
    ).replay(chunk)


_consumer = _wiring.consumer(_replay)


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
