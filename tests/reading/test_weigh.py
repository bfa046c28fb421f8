"""Sizes are near the truth, by what they are made of."""

import json
from typing import Any

import pytest

from reading.weigh import Weight, text_tokens, weigh

SCREENSHOT = "A" * 1_000_000  # a picture of 750 kB, in base64


def weight(*content: Any, **changes: Any) -> Weight:
    messages = [{"role": "user", "content": list(content)}]
    return weigh({"model": "m", "messages": messages, **changes}, messages)


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"type": "image", "source": {"type": "base64", "data": SCREENSHOT}}, "image"),
        ({"type": "image_url", "image_url": {"url": SCREENSHOT}}, "image"),
        ({"image_url": {"url": SCREENSHOT}}, "image"),
        ({"type": "input_image", "image_url": SCREENSHOT}, "image"),
        ({"type": "input_image", "file_id": "file-1"}, "image"),
        ({"type": "tool_result", "content": [{"type": "image", "source": {}}]}, "image"),
        (
            {
                "type": "computer_call_output",
                "output": {"type": "computer_screenshot", "image_url": SCREENSHOT},
            },
            "image",
        ),
        ({"type": "function_call_output", "output": [{"type": "input_image"}]}, "image"),
        ({"type": "input_file", "file_id": "f"}, "file"),
        ({"type": "document", "source": {"type": "base64", "data": "A" * 90_000}}, "file"),
        ({"type": "input_audio", "input_audio": {"data": "A" * 1_000_000}}, "audio"),
    ],
)
def test_a_picture_or_a_file_is_seen_wherever_it_is(part: dict[str, Any], kind: str) -> None:
    found = weight(part)
    assert found.modalities == {kind}
    assert 1_000 < found.tokens < 4_000


def test_text_is_counted_by_its_characters_in_every_alphabet() -> None:
    """The counts are those of o200k_base, by the npm package gpt-tokenizer."""
    english = "The quick brown fox jumps over the lazy dog near the bank. " * 20  # 261
    chinese = "请把发票迁移到新的账本并保持两边同步直到切换完成为止" * 10  # 210
    russian = "Перенеси счета в новую книгу и держи обе в согласии. " * 10  # 151
    for text, tokens in ((english, 261), (chinese, 210), (russian, 151)):
        assert 0.8 < text_tokens(text) / tokens < 1.25


def test_ciphertext_weighs_what_it_hides_and_not_its_letters() -> None:
    blob = "g" * 8_000
    found = weigh({}, [{"type": "reasoning", "encrypted_content": blob, "summary": []}])
    assert 1_000 < found.opaque < 2_000
    assert found.text < 20
    thought = {"type": "thinking", "thinking": "a thought", "signature": blob}
    assert weight(thought).opaque == 0


def test_tools_and_instructions_count() -> None:
    tools = [{"type": "function", "function": {"name": "f", "description": "d" * 4_000}}]
    assert weight("x", tools=tools).text - weight("x").text > 900
    assert weight("x", system=[{"type": "text", "text": "s" * 4_000}]).text > 900
    assert weight("x", instructions="s" * 4_000).text > 900


def test_the_cache_of_an_hour_is_found_in_marks_and_not_in_texts() -> None:
    mark = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
    assert weight({"type": "text", "text": "x", **mark}).hour_cache
    assert weight("x", tools=[{"name": "f", **mark}]).hour_cache
    assert not weight({"type": "text", "text": json.dumps(mark)}).hour_cache
