"""What a vendor wrote goes back to it unchanged; of another vendor's reasoning nothing goes up."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from gateway.authors import Authors, places
from gateway.foreign import readable
from gateway.reader import Reader

CHAT, MESSAGES, RESPONSES = ApiKind.CHAT_COMPLETIONS, ApiKind.MESSAGES, ApiKind.RESPONSES
Item = dict[str, Any]
VENDORS = ["anthropic", "openai", "google", "x-ai", "z-ai", "minimax", "deepseek", "moonshotai"]
FORMATS = {
    "anthropic": "anthropic-claude-v1",
    "openai": "openai-responses-v1",
    "google": "google-gemini-v1",
    "x-ai": "xai-responses-v1",
}
CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def plain(n: int, vendor: str) -> list[Item]:
    """Return answers of a vendor in Chat Completions, with its marks in each opaque piece."""
    mark = f"thought {n} of {vendor}"
    detail = {"type": "reasoning.text", "text": mark, "format": FORMATS.get(vendor, "unknown")}
    call: Item = {**CALL, "id": f"c{n}"}
    if vendor == "google":
        call["extra_content"] = {"google": {"thought_signature": mark}}
    said = {"role": "assistant", "content": None, "tool_calls": [call]}
    shapes: list[Item] = [
        {**said, "reasoning": mark, "reasoning_details": [{**detail, "signature": f"sig {mark}"}]},
        {**said, "reasoning_content": mark},
        {**said, "reasoning": mark},
        {"role": "assistant", "content": "done", "reasoning": mark, "reasoning_details": [detail]},
    ]
    return shapes if vendor != "google" else shapes[:1]


def thinking(n: int, vendor: str) -> list[Item]:
    mark = f"thought {n} of {vendor}"
    part = {"type": "thinking", "thinking": mark, "signature": f"sig {mark}"}
    more = [] if vendor == "anthropic" else [{**part, "signature": ""}]
    call = {"type": "tool_use", "id": f"c{n}", "name": "f", "input": {}}
    return [{"role": "assistant", "content": [each, call]} for each in (part, *more)]


def sealed(n: int, vendor: str) -> list[Item]:
    item = {"type": "reasoning", "summary": [], "encrypted_content": f"thought {n} of {vendor}"}
    return [item, {**item, "id": f"rs_{n}"}]


SHAPES = {CHAT: plain, MESSAGES: thinking, RESPONSES: sealed}
KINDS = st.sampled_from([CHAT, MESSAGES, RESPONSES])


@st.composite
def histories(draw: st.DrawFn, kind: ApiKind) -> tuple[list[Item], list[str | None]]:
    """Draw a history with the vendor of each item; None for what is the user's."""
    items: list[Item] = []
    authors: list[str | None] = []
    for n, vendor in enumerate(draw(st.lists(st.sampled_from(VENDORS), min_size=1, max_size=5))):
        answer = draw(st.sampled_from(SHAPES[kind](n, vendor)))
        items += [{"role": "user", "content": f"question {n}"}, answer]
        authors += [None, vendor]
    return items, authors


@given(st.data(), KINDS, st.sampled_from(VENDORS))
def test_each_vendor_gets_its_own_and_no_other_ones_reasoning(
    data: st.DataObject, kind: ApiKind, vendor: str
) -> None:
    items, authors = data.draw(histories(kind))
    reader = Reader(vendor, Authors(items=tuple(authors)))
    found = readable(kind, items, reader)
    for item, author in zip(items, authors, strict=True):
        if author in (None, vendor):
            assert any(each is item for each in found)
    told = json.dumps(found)
    for other in VENDORS:
        assert other == vendor or f" of {other}" not in told


@given(st.data(), KINDS, st.sampled_from(VENDORS), st.booleans())
def test_a_turn_more_changes_nothing_before_it(
    data: st.DataObject, kind: ApiKind, vendor: str, refused: bool
) -> None:
    items, authors = data.draw(histories(kind))
    known = data.draw(st.sampled_from([tuple(authors), ()]))
    reader = Reader(vendor, Authors(items=known), refused)
    whole = readable(kind, items, reader)
    for n in range(len(items)):
        before = readable(kind, items[:n], reader)
        assert whole[: len(before)] == before


@given(st.data(), KINDS, st.sampled_from(["z-ai", "minimax", "deepseek", "moonshotai", "openai"]))
def test_a_session_of_one_vendor_is_never_edited_though_nothing_is_known(
    data: st.DataObject, kind: ApiKind, vendor: str
) -> None:
    shapes = SHAPES[kind](1, vendor)
    if (kind, vendor) == (CHAT, "openai"):
        shapes = shapes[:1]  # OpenAI's readable reasoning has its format beside it
    if kind is RESPONSES and vendor != "openai":
        return  # it seals nothing
    item = data.draw(st.sampled_from(shapes))
    (found,) = readable(kind, [item], Reader(vendor))
    assert found is item


@pytest.mark.parametrize("vendor", ["anthropic", "openai", "google", "x-ai"])
def test_a_format_unknown_is_of_no_vendor_that_has_one(vendor: str) -> None:
    item = plain(1, "z-ai")[0]
    (found,) = readable(CHAT, [item], Reader(vendor))
    assert "reasoning_details" not in found
    assert "reasoning" not in found


@given(st.data(), KINDS, st.sampled_from(VENDORS))
def test_what_was_refused_is_taken_out(data: st.DataObject, kind: ApiKind, vendor: str) -> None:
    items, authors = data.draw(histories(kind))
    told = json.dumps(readable(kind, items, Reader(vendor, Authors(items=tuple(authors)), True)))
    assert "sig " not in told
    assert "encrypted_content" not in told
    assert '"rs_' not in told


@pytest.mark.parametrize("vendor", ["deepseek", "moonshotai"])
def test_a_vendor_that_needs_reasoning_gets_its_own_or_a_blank(vendor: str) -> None:
    own, foreign = plain(1, vendor)[1], plain(2, "z-ai")[1]
    known = Reader(vendor, Authors(items=(vendor, "z-ai")))
    first, second = readable(CHAT, [own, foreign], known)
    assert first is own
    assert second == {**foreign, "reasoning_content": " "}
    details = {n: v for n, v in plain(1, "z-ai")[0].items() if n != "reasoning"}
    assert readable(CHAT, [details], Reader(vendor)) == [details]
    beside, bare = plain(1, vendor)[0], {"role": "assistant", "content": "x"}
    first, second = readable(CHAT, [beside, bare], Reader(vendor, refused=True))
    assert first["reasoning_content"] == beside["reasoning"]
    assert second["reasoning_content"] == " "


EMPTY = [
    (CHAT, {"role": "assistant", "content": ""}),
    (CHAT, {"role": "assistant", "content": None}),
    (CHAT, {"role": "assistant", "content": [{"type": "text", "text": " "}], "tool_calls": []}),
    (CHAT, {"role": "assistant", "content": "", "reasoning": "x"}),
    (MESSAGES, {"role": "assistant", "content": []}),
    (MESSAGES, {"role": "assistant", "content": " \n"}),
    (MESSAGES, {"role": "assistant", "content": [{"type": "text", "text": ""}]}),
    (MESSAGES, {"role": "assistant", "content": [{"type": "thinking", "thinking": "x"}]}),
    (RESPONSES, {"type": "message", "role": "assistant", "content": []}),
]


@pytest.mark.parametrize(("kind", "item"), EMPTY)
def test_an_assistants_message_that_says_nothing_is_left_out(kind: ApiKind, item: Item) -> None:
    user = {"role": "user", "content": ""}
    assert readable(kind, [user, item], Reader("anthropic")) == [user]


@pytest.mark.parametrize("name", ["images", "audio", "refusal"])
def test_a_message_without_a_text_may_say_something(name: str) -> None:
    item = {"role": "assistant", "content": "", name: [{"type": "image_url"}]}
    assert readable(CHAT, [item], Reader("anthropic")) == [item]


def test_anthropic_alone_gets_no_blank_texts_beside_others() -> None:
    content = [{"type": "text", "text": "\n"}, {"type": "text", "text": "x"}]
    item = {"role": "assistant", "content": content}
    assert readable(MESSAGES, [item], Reader("z-ai"))[0] is item
    assert readable(MESSAGES, [item], Reader("anthropic")) == [{**item, "content": content[1:]}]


def marked(items: list[Item]) -> list[Item]:
    """Return a history with a breakpoint of the cache on its last message, as clients move it."""
    *before, last = items
    part = {"type": "text", "text": last["content"], "cache_control": {"type": "ephemeral"}}
    return [*before, {**last, "content": [part]}]


@given(st.lists(st.sampled_from(["continue", "go on", "x" * 500]), min_size=1, max_size=5))
def test_an_answer_is_found_again_behind_the_message_that_it_answered(texts: list[str]) -> None:
    items: list[Item] = []
    asked = []
    for text in texts:
        items.append({"role": "user", "content": text})
        asked.append(list(places(marked(items)))[-1])
        items.append({"role": "assistant", "content": "yes"})
    assert list(places(items))[1::2] == asked
    assert len(set(asked)) == len(asked)


def test_a_result_is_named_by_its_call() -> None:
    chat = [{"role": "tool", "tool_call_id": "c1", "content": "7"}]
    messages = [{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1"}]}]
    responses = [{"type": "function_call_output", "call_id": "c1", "output": "7"}]
    assert {tuple(places(items)) for items in (chat, messages, responses)} == {(None, "1:c1")}
