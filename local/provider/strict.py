"""Refuse a history that a model's vendor would refuse, in the vendor's words."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from contracts.classification import ApiKind
from local.provider.errors import error_body
from local.provider.opaque import signed, unsealed
from local.provider.reply import nested

Body = dict[str, Any]
Objection = tuple[str, Body]  # the message, and the fields of the error beside it
_CLAUDE_ID = "^[a-zA-Z0-9_-]+$"
_MISTRAL_ID = re.compile(r"[a-zA-Z0-9]{9}")
_ANY_SIGNATURE = "skip_thought_signature_validator"
_PREFIXES = {
    "message": "msg_",
    "reasoning": "rs_",
    "function_call": "fc_",
    "function_call_output": "fc",
    "custom_tool_call": "ctc_",
    "custom_tool_call_output": "ctc",
    "compaction": "cmp_",
}
_MOST = 64
_CLEARS = "clear_thinking_20251015"
_OPENAI: Body = {"type": "invalid_request_error"}
_GEMINI_DOCS = "https://ai.google.dev/gemini-api/docs/thought-signatures"


def objection(kind: ApiKind, vendor: str, body: Body) -> tuple[int, Body] | None:
    """Return status and body of the vendor's refusal; None if it accepts the history."""
    check = _CHECKS.get((kind, vendor))
    message, more = next(check(body), ("", {})) if check else ("", {})
    return (400, error_body(kind, 400, message, **more)) if message else None


def unsupported(kind: ApiKind, body: Body) -> tuple[int, Body] | None:
    """Return the refusal of `max_tokens`, which Messages alone must have."""
    if kind is ApiKind.MESSAGES or body.get("max_tokens") is None:
        return None
    other = {ApiKind.RESPONSES: "max_output_tokens"}.get(kind, "max_completion_tokens")
    said = "Unsupported parameter: 'max_tokens' is not supported with this model."
    more = {**_OPENAI, "param": "max_tokens", "code": "unsupported_parameter"}
    return 400, error_body(kind, 400, f"{said} Use '{other}' instead.", **more)


def _claude(body: Body) -> Iterator[Objection]:
    edits = nested(body, "context_management", "edits")
    clears = any(edit.get("type") == _CLEARS for _, edit in _dicts(edits))
    if clears and nested(body, "thinking", "type") not in ("enabled", "adaptive"):
        yield f"`{_CLEARS}` strategy requires `thinking` to be enabled or adaptive", {}
    for n, message in enumerate(body["messages"]):
        for m, part in _dicts(message.get("content")):
            where, name = f"messages.{n}.content.{m}", part.get("type")
            if name == "thinking" and not _is_claudes(part.get("thinking"), part):
                yield f"{where}: Invalid `signature` in `thinking` block", {}
            if name == "redacted_thinking" and not unsealed("anthropic", part.get("data")):
                yield f"{where}: Invalid `data` in `redacted_thinking` block", {}
            field = {"tool_use": "id", "tool_result": "tool_use_id"}.get(str(name))
            if field and not _fits_claude(part.get(field)):
                yield _claude_id(f"{where}.{name}.{field}")


def _claude_chat(body: Body) -> Iterator[Objection]:
    """Yield what a translation to Messages is refused for."""
    for n, message in enumerate(body["messages"]):
        for m, detail in _dicts(message.get("reasoning_details")):
            text = detail.get("type") == "reasoning.text"
            if text and not _is_claudes(detail.get("text"), detail):
                yield f"messages.{n}.content.{m}: Invalid `signature` in `thinking` block", {}
        for m, call in _dicts(message.get("tool_calls")):
            if not _fits_claude(call.get("id")):
                yield _claude_id(f"messages.{n}.content.{m}.tool_use.id")
        if message.get("role") == "tool" and not _fits_claude(message.get("tool_call_id")):
            yield _claude_id(f"messages.{n}.content.0.tool_result.tool_use_id")


def _is_claudes(text: Any, part: Body) -> bool:
    return signed("anthropic", text, part.get("signature"))


def _fits_claude(found: Any) -> bool:
    return isinstance(found, str) and re.fullmatch(_CLAUDE_ID[1:-1], found) is not None


def _claude_id(where: str) -> Objection:
    return f"{where}: String should match pattern '{_CLAUDE_ID}'", {}


def _openai(body: Body) -> Iterator[Objection]:
    for n, item in _dicts(body["input"]):
        blob = item.get("encrypted_content")
        if blob is not None and not unsealed("openai", blob):
            yield _undeciphered(str(blob))
        for field in ("id", "call_id"):
            yield from _long(f"input[{n}].{field}", item.get(field))
        yield from _prefix(f"input[{n}].id", item)


def _undeciphered(blob: str) -> Objection:
    said = f"The encrypted content {blob[:4]}...{blob[-4:]} could not be verified."
    reason = "Reason: Encrypted content could not be decrypted or parsed."
    return f"{said} {reason}", {**_OPENAI, "code": "invalid_encrypted_content"}


def _long(where: str, found: Any) -> Iterator[Objection]:
    if isinstance(found, str) and len(found) > _MOST:
        said = f"Invalid '{where}': string too long. Expected a string with maximum length {_MOST},"
        more = {**_OPENAI, "param": where, "code": "string_above_max_length"}
        yield f"{said} but got a string with length {len(found)} instead.", more


def _prefix(where: str, item: Body) -> Iterator[Objection]:
    found, wanted = item.get("id"), _PREFIXES.get(str(item.get("type", "message")))
    if isinstance(found, str) and wanted and not found.startswith(wanted):
        said = f"Expected an ID that begins with '{wanted.rstrip('_')}'."
        more = {**_OPENAI, "param": where, "code": "invalid_value"}
        yield f"Invalid '{where}': '{found}'. {said}", more


def _mistral(body: Body) -> Iterator[Objection]:
    for message in body["messages"]:
        found = [call.get("id") for _, call in _dicts(message.get("tool_calls"))]
        if message.get("role") == "tool":
            found.append(message.get("tool_call_id"))
        for each in found:
            if not _MISTRAL_ID.fullmatch(str(each)):
                said = f"Tool call id was {each} but must be a-z, A-Z, 0-9, with a length of 9."
                yield said, {"type": "invalid_function_call", "param": None, "code": "3280"}


def _gemini(body: Body) -> Iterator[Objection]:
    """Yield the calls since the user's last message; of parallel ones the first is signed."""
    messages, more = body["messages"], {"status": "INVALID_ARGUMENT"}
    begun = max((n for n, m in enumerate(messages) if m.get("role") == "user"), default=-1)
    for n, message in enumerate(messages[begun + 1 :], begun + 2):
        for m, call in _dicts(message.get("tool_calls")):
            blob = nested(call, "extra_content", "google", "thought_signature")
            if not blob and m == 0:
                yield _unsigned(str(nested(call, "function", "name")), n), more
            if blob and blob != _ANY_SIGNATURE and not unsealed("google", blob):
                yield "Corrupted thought signature.", more


def _unsigned(name: str, position: int) -> str:
    return (
        "Function call is missing a thought_signature in functionCall parts. This is required for"
        " tools to work correctly, and missing thought_signature may lead to degraded model"
        f" performance. Additional data, function call `default_api:{name}`, position {position}."
        f" Please refer to {_GEMINI_DOCS} for more details."
    )


def _deepseek(body: Body, field: str = "reasoning_content") -> Iterator[Objection]:
    said = f"The {field} in the thinking mode must be passed back to the API."
    more = {**_OPENAI, "param": None, "code": "invalid_request_error"}
    return ((said, more) for _ in _thoughtless(body))


def _kimi(body: Body) -> Iterator[Objection]:
    said = "thinking is enabled but reasoning_content is missing in assistant tool call message at"
    return ((f"{said} index {n}", _OPENAI) for n in _thoughtless(body))


def _thoughtless(body: Body) -> Iterator[int]:
    messages = body["messages"] if nested(body, "thinking", "type") != "disabled" else []
    for n, message in enumerate(messages):
        parts = [part for _, part in _dicts(message.get("content"))]
        called = message.get("tool_calls") or any(p.get("type") == "tool_use" for p in parts)
        thought = message.get("reasoning_content") or any(p.get("thinking") for p in parts)
        if called and message.get("role") == "assistant" and not thought:
            yield n


def _dicts(items: Any) -> Iterator[tuple[int, Body]]:
    found = items if isinstance(items, list) else []
    return ((n, item) for n, item in enumerate(found) if isinstance(item, dict))


_CHECKS: dict[tuple[ApiKind, str], Callable[[Body], Iterator[Objection]]] = {
    (ApiKind.MESSAGES, "anthropic"): _claude,
    (ApiKind.MESSAGES, "deepseek"): partial(_deepseek, field="`content[].thinking`"),
    (ApiKind.MESSAGES, "moonshotai"): _kimi,
    (ApiKind.CHAT_COMPLETIONS, "anthropic"): _claude_chat,
    (ApiKind.RESPONSES, "openai"): _openai,
    (ApiKind.CHAT_COMPLETIONS, "mistralai"): _mistral,
    (ApiKind.CHAT_COMPLETIONS, "google"): _gemini,
    (ApiKind.CHAT_COMPLETIONS, "deepseek"): _deepseek,
    (ApiKind.CHAT_COMPLETIONS, "moonshotai"): _kimi,
}
