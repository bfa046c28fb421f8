"""Real agents' requests are read, asked about and sent on with nothing but the model changed."""

import json
from typing import Any

import pytest

from contracts.classification import ApiKind
from gateway.ask import PATHS
from tests.gateway.running import VIRTUAL
from tests.gateway.stage import CHOSEN, Stage
from tests.reading.shapes import CLIENTS, Turn

ORDER = "Move the retry policy of the mail service into one place"
TURNS: dict[str, list[Turn]] = {
    "first turn": [("human", ORDER)],
    "tool loop": [("human", ORDER), ("tool", "src/mail.ts"), ("tool", "src/retry.ts")],
    "interrupt": [("human", "Sort the imports"), ("tool", "a.ts"), ("interrupt", ORDER)],
}


def _reasoned(body: Any) -> list[Any]:
    """Return the sealed reasoning of OpenAI in a history, which another vendor cannot read."""
    return [item for item in body.get("input", ()) if item.get("type") == "reasoning"]


def _readable(body: Any) -> Any:
    sealed = _reasoned(body)
    return {**body, "input": [i for i in body["input"] if i not in sealed]} if sealed else body


@pytest.mark.parametrize("turns", TURNS)
@pytest.mark.parametrize("client", CLIENTS)
def test_an_agents_request_is_routed_by_its_order(stage: Stage, client: str, turns: str) -> None:
    kind, shape = CLIENTS[client]
    body = {**shape(TURNS[turns]), "model": VIRTUAL, "stream": False}
    raw = json.dumps(body).encode()
    answer = stage.gateway.post(f"/v1{PATHS[ApiKind(kind)]}", raw, **{"x-session-id": client})
    assert (answer.status_code, answer.headers["x-auto-routing-model"]) == (200, CHOSEN)
    if not _reasoned(body):
        assert stage.sent.body == raw.replace(VIRTUAL.encode(), CHOSEN.encode())
    assert stage.sent.json() == {**_readable(body), "model": CHOSEN}
    asked = stage.decide.asked[0].json()
    read = asked["input"]["latestUserPromptPrefix"] or asked["input"]["userPromptPrefix"]
    assert (read, asked["sessionId"]) == (ORDER, client)
    assert asked["inToolLoop"] is (turns == "tool loop")
    assert len(stage.decide.asked[0].body) < 8_000
