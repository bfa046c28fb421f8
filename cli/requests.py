"""Make requests as a gateway would send them to `/decide`."""

import tomllib
from typing import Any

from contracts.classification import ApiKind
from contracts.control_record import ControlRecord
from contracts.decision import DecideRequest
from contracts.scalars import Text
from functions.classifier.normalize import normalize
from local.synth import ROOT

_SAMPLES = ROOT / "local" / "demo" / "requests.toml"
_TOOL = {"type": "function", "function": {"name": "bash", "parameters": {}}}
_REQUESTED = "kilo-auto/efficient"


class Sample(ControlRecord):
    """A request of the demo, before the gateway reduces it."""

    title: Text
    api: ApiKind
    session: Text
    tools: bool
    prompt: Text


def samples() -> list[Sample]:
    return [Sample.from_wire(row) for row in tomllib.loads(_SAMPLES.read_text())["request"]]


def request(
    prompt: str,
    *,
    session: str | None = None,
    tools: bool = False,
    api: ApiKind = ApiKind.CHAT_COMPLETIONS,
) -> DecideRequest:
    """Return the prompt in a provider body of that API, normalized as the gateway does it."""
    normalized = normalize(api, _body(api, prompt, tools=tools))
    assert normalized is not None
    return DecideRequest(input=normalized, user_id="cli", session_id=session, mode="code")


def _body(api: ApiKind, prompt: str, *, tools: bool) -> dict[str, Any]:
    turns = [{"role": "user", "content": prompt}]
    shared = {"model": _REQUESTED, "stream": True, "tools": [_TOOL] if tools else []}
    match api:
        case ApiKind.RESPONSES:
            return {**shared, "instructions": "You are a coding agent.", "input": turns}
        case ApiKind.MESSAGES:
            return {**shared, "system": "You are a coding agent.", "messages": turns}
    system = {"role": "system", "content": "You are a coding agent."}
    return {**shared, "messages": [system, *turns]}
