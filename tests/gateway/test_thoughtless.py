"""DeepSeek and Moonshot get thinking before the tool calls of other models, on Messages, too."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from gateway.authors import Authors
from gateway.foreign import readable
from gateway.reader import Reader
from local.provider.strict import objection
from tests.gateway.running import decided
from tests.gateway.scripted import Answer, Asked
from tests.gateway.stage import MESSAGES, WHOLE, Stage, asking

BLANK = {"type": "thinking", "thinking": " ", "signature": ""}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
TEXT = {"type": "text", "text": "so"}
CLAUDES = {"type": "thinking", "thinking": "t", "signature": "EqQBabcdefgh"}
SEALED = {"type": "redacted_thinking", "data": "sealed"}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "r"}
VENDORS = ["deepseek", "moonshotai"]
ADAPTIVE = {"type": "adaptive"}
PARTS = st.lists(st.sampled_from([CALL, TEXT, CLAUDES, SEALED, BLANK]), max_size=4)
ITEMS = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": PARTS})


def parts(items: list[Any]) -> list[Any]:
    """Return all parts but thinking."""
    found = [part for item in items for part in item["content"]]
    return [part for part in found if "thinking" not in part["type"]]


@given(st.lists(ITEMS, max_size=4), st.sampled_from(VENDORS), st.sampled_from([None, "anthropic"]))
def test_no_tool_call_lacks_thinking(items: list[Any], vendor: str, author: str | None) -> None:
    known = Authors(lambda blob: "anthropic", tuple(author for _ in items))
    found = readable(ApiKind.MESSAGES, items, Reader(vendor, known))
    assert objection(ApiKind.MESSAGES, vendor, {"messages": found}) is None
    assert parts(found) == parts(items)
    again = readable(ApiKind.MESSAGES, found, Reader(vendor, Authors(known.blob)))
    assert again == found


def test_other_vendors_get_no_blank_thinking() -> None:
    items = [{"role": "assistant", "content": [CALL]}]
    assert readable(ApiKind.MESSAGES, items, Reader("z-ai")) == items


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_model_that_refuses_blank_thinking_is_not_told_to_think(
    stage: Stage, vendor: str
) -> None:
    said = "The `content[].thinking` in the thinking mode must be passed back to the API."
    error = json.dumps({"error": {"message": said, "type": "invalid_request_error"}}).encode()

    def script(asked: Asked) -> Answer:
        off = asked.json()["thinking"] == {"type": "disabled"}
        return Answer((WHOLE,)) if off else Answer((error,), 400)

    stage.provider.script = script
    stage.decide.script = lambda _: Answer((decided(f"{vendor}/m"),))
    turns = [
        {"role": "user", "content": "go"},
        {"role": "assistant", "content": [CLAUDES, CALL]},
        {"role": "user", "content": [RESULT]},
    ]
    asked = asking(MESSAGES, messages=turns, thinking=ADAPTIVE)
    stage.gateway.front.server.sessions.wrote(CLAUDES["signature"], "anthropic")
    for count in (2, 3):
        answer = stage.gateway.post(MESSAGES, asked, **{"x-session-id": vendor})
        assert answer.status_code == 200
        assert len(stage.provider.asked) == count
    assert stage.provider.asked[0].json()["messages"][1]["content"] == [BLANK, CALL]
