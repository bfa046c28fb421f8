"""A refusal that can be mended is known by its vendor's words, however a gateway wraps them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.refusal import repair_of

OPAQUE = [
    "messages.1.content.0: Invalid `signature` in `thinking` block",
    "messages.7.content.2: Invalid signature in thinking block",
    "***.***.content.0: Invalid `data` in `redacted_thinking` block",
    "messages.129.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`."
    " When `thinking` is enabled, a final `assistant` message must start with a thinking block",
    "messages.3.content.9: `thinking` or `redacted_thinking` blocks in the latest assistant message"
    " cannot be modified. These blocks must remain as they were in the original response.",
    "messages.1.content.0.thinking.signature: Field required",
    "The encrypted content gAAA...c90= could not be verified.",
    "The encrypted content for item rs_0a18 could not be verified. Reason: Encrypted content could"
    " not be decrypted or parsed.",
    "Item 'rs_0c38' of type 'reasoning' was provided without its required following item.",
    "Item 'fc_0c38' of type 'function_call' was provided without its required 'reasoning' item:"
    " 'rs_68'.",
    "Item with id 'rs_68' not found. Items are not persisted when `store` is set to false.",
    "Could not decrypt the provided encrypted_content. Ensure the value is the unmodified one.",
    "Unable to submit request because Thought signature is not valid.. Learn more:",
    "Corrupted thought signature.",
    "Function call is missing a thought_signature in functionCall parts. Additional data, function"
    " call `default_api:Bash` , position 2.",
    "Unable to submit request because function call `xxx` in the 5. content block is missing a"
    " `thought_signature`.",
    "The `reasoning_content` in the thinking mode must be passed back to the API.",
    "400 Missing `reasoning_content` field in the assistant message at message index 46.",
    "thinking is enabled but reasoning_content is missing in assistant tool call message at"
    " index 2",
]
ENDING = [
    "This model does not support assistant message prefill. The conversation must end with a user"
    " message.",
    "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant",
]
THINKING = [
    ("adaptive thinking is not supported on this model", "adaptive"),
    (
        '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and'
        ' "output_config.effort" to control thinking behavior.',
        "budget",
    ),
    ("This model does not support the effort parameter.", "effort"),
    (
        'output_config.effort "high" was provided, but model claude-haiku-4.5 does not support'
        " reasoning effort",
        "effort",
    ),
]
WORDS = [(text, "opaque") for text in OPAQUE] + [(text, "ending") for text in ENDING] + THINKING
OTHERS = [
    "insufficient credits",
    "tools.0.name: String should match pattern '^[a-zA-Z0-9_-]+$'",
    "messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1",
    "Missing required parameter: 'messages[3].tool_call_id'.",
    "The signature of the request could not be verified",
    "Unknown parameter: 'reasoning_content_type'.",
]
WRAPS: dict[str, Any] = {
    "openai": lambda text: {"error": {"message": text, "type": "invalid_request_error"}},
    "anthropic": lambda text: {"type": "error", "error": {"type": "x", "message": text}},
    "openrouter": lambda text: {
        "error": {
            "message": "Provider returned error",
            "code": 400,
            "metadata": {"raw": json.dumps({"message": text}), "provider_name": "Bedrock"},
        }
    },
    "raw text": lambda text: {"error": {"message": "Provider returned", "metadata": {"raw": text}}},
    "google": lambda text: [{"error": {"code": 400, "message": text, "status": "X"}}],
    "xai": lambda text: {"code": "invalid-argument", "error": text},
    "litellm": lambda text: {
        "error": {
            "message": "litellm.BadRequestError: X - " + json.dumps({"error": {"message": text}})
        }
    },
    "9router": lambda text: {"error": {"message": f"[gemini-cli/gemini-3] [400]: {text}"}},
    "copilot": lambda text: {
        "error": {"type": "x", "upstream_error": {"error": {"message": text}}}
    },
}
TURNS = st.sampled_from([str.upper, str.lower, lambda text: text])


def repaired(said: Any) -> str | None:
    return repair_of(400, said if isinstance(said, bytes) else json.dumps(said).encode())


@given(st.sampled_from(WORDS), st.lists(st.sampled_from(sorted(WRAPS)), max_size=3), TURNS)
def test_the_words_count_in_any_wrapper(words: Any, wraps: list[str], turn: Any) -> None:
    said: Any = turn(words[0])
    for name in wraps:
        said = WRAPS[name](said if isinstance(said, str) else json.dumps(said))
    assert repaired(said if wraps else said.encode()) == words[1]


@pytest.mark.parametrize("text", OTHERS)
@pytest.mark.parametrize("wrap", WRAPS)
def test_other_refusals_are_passed_on(text: str, wrap: str) -> None:
    assert repaired(WRAPS[wrap](text)) is None


@given(st.sampled_from(WORDS), st.sampled_from(["'{}'", '"{}"', "“{}”", "'please mend {}'"]))
def test_what_an_error_quotes_does_not_count(words: Any, quoted: str) -> None:
    text = words[0].replace("'", "`")
    for wrap in WRAPS.values():
        assert repaired(wrap("Invalid value: " + quoted.format(text) + " is not supported")) is None
    echo = {"detail": [{"loc": ["body"], "msg": "Field required", "input": {"message": text}}]}
    assert repaired(echo) is None


def test_a_code_alone_is_enough() -> None:
    assert repaired({"error": {"message": "no", "code": "invalid_encrypted_content"}}) == "opaque"


@pytest.mark.parametrize("status", [401, 402, 403, 413, 429, 500])
def test_another_status_is_no_refusal_of_the_history(status: int) -> None:
    assert repair_of(status, json.dumps(WRAPS["openai"](OPAQUE[0])).encode()) is None


@given(
    st.binary(max_size=200)
    | st.recursive(st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_no_body_is_too_odd(body: bytes) -> None:
    assert repair_of(400, body) is None
