"""Fits the thinking of the Messages API to the Claude that serves: each knows words of its own."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal

from contracts.json_text import as_object
from gateway.splice import DROP

# adaptive: `thinking.type` of `adaptive`. budget: of `enabled`, with `budget_tokens`. effort:
# `output_config.effort`.
Word = Literal["adaptive", "budget", "effort"]
Words = frozenset[Word]
Body = Mapping[str, Any]
_ALL: Words = frozenset({"adaptive", "budget", "effort"})
# "Adaptive thinking" is docs.aws.amazon.com/bedrock/.../claude-messages-adaptive-thinking.html,
# "Effort" platform.claude.com/docs/en/build-with-claude/effort.
_GENERATIONS: tuple[tuple[str, Words], ...] = (
    # "Adaptive thinking": older models need a budget. They refuse an effort (claude-code 30795).
    (r"sonnet-3\.7|(?:opus|sonnet)-4(?:\.[01])?|sonnet-4\.5", frozenset({"budget"})),
    # mnfst/llm-gateway 1928 and Oaklight/llm-rosetta 289, each with the refusals of the real API.
    (r"haiku-4\.5", frozenset({"budget"})),
    # "Effort": the first Claude that has one.
    (r"opus-4\.5", frozenset({"budget", "effort"})),
    # "Adaptive thinking": a budget is deprecated, and still taken.
    (r"(?:opus|sonnet)-4\.6", _ALL),
    # "Adaptive thinking": a budget is refused; Opus 4.8 as well (elizaOS/eliza 16149).
    (r"opus-4\.[78]|mythos-preview", frozenset({"adaptive", "effort"})),
    # The same page, and aaronrussell/anthropix 20 of Sonnet 5.
    (r"(?:opus|sonnet|fable|mythos)-5(?:\.\d)?", frozenset({"adaptive", "effort"})),
)
# claude-haiku-4.5, claude-opus-4-6-v1:0, claude-sonnet-4-20250514, claude-3-7-sonnet-20250219
_NAME = re.compile(
    r"claude-(?:(?P<family>[a-z]+)-)?(?P<major>\d)(?:[.-](?P<minor>\d)(?!\d))?(?:-(?P<after>[a-z]+))?"
)
_PREVIEW = re.compile(r"mythos-preview")
_MODES: dict[str, Word] = {"adaptive": "adaptive", "enabled": "budget"}
# The least budget that Anthropic takes, and which share of the answer an effort is ("Reasoning
# Tokens" of OpenRouter).
_LEAST, _MOST = 1_024, 128_000
_SHARES = {"minimal": 0.1, "low": 0.2, "medium": 0.5, "high": 0.8, "xhigh": 0.95, "max": 0.95}


def taken(model: str) -> Words:
    """Return the words that a model takes; all of them while that is not known."""
    name = _generation(model.lower())
    return next((words for row, words in _GENERATIONS if re.fullmatch(row, name)), _ALL)


def _generation(model: str) -> str:
    found = _NAME.search(model)
    if found is None:
        return "mythos-preview" if _PREVIEW.search(model) else ""
    version = found["major"] + (f".{found['minor']}" if found["minor"] else "")
    return f"{found['family'] or found['after']}-{version}"


def fitted(body: Body, words: Collection[str]) -> dict[str, Any]:
    """Return the members of a body that change for a model that takes these words. Thinking that it
    takes in no way is left out.
    """
    config, changes = as_object(body.get("output_config")), dict[str, Any]()
    thinking = as_object(body.get("thinking"))
    if _word(thinking) not in (None, *words):
        changes["thinking"] = _other(thinking, body.get("max_tokens"), config.get("effort"), words)
    if "effort" in config and "effort" not in words:
        left = {name: value for name, value in config.items() if name != "effort"}
        changes["output_config"] = left or DROP
    return changes


def thinks(body: Body) -> bool:
    """Return whether a body has its model think."""
    return _word(as_object(body.get("thinking"))) is not None


def clearing(body: Body) -> dict[str, Any]:
    """Return the change of a body that does not think: Claude refuses to clear thinking then
    (anthropics/claude-code 11971).
    """
    given = as_object(body.get("context_management"))
    edits = given.get("edits")
    if thinks(body) or not isinstance(edits, list):
        return {}
    kept = [e for e in edits if not str(as_object(e).get("type")).startswith("clear_thinking_")]
    if len(kept) == len(edits):
        return {}
    left = {name: value for name, value in given.items() if name != "edits"}
    return {"context_management": {**left, **({"edits": kept} if kept else {})} or DROP}


def _word(thinking: Body) -> Word | None:
    mode = thinking.get("type")
    return _MODES.get(mode) if isinstance(mode, str) else None


def _other(thinking: Body, most: Any, effort: Any, words: Collection[str]) -> Any:
    """Return the same thinking in the other words."""
    left = {name: value for name, value in thinking.items() if name != "budget_tokens"}
    if _word(thinking) == "budget" and "adaptive" in words:
        return {**left, "type": "adaptive"}
    budget = _budget(most, effort) if "budget" in words else None
    return {**left, "type": "enabled", "budget_tokens": budget} if budget else DROP


def _budget(most: Any, effort: Any) -> int | None:
    """Return a budget for an answer of `most` tokens, None when there is room for none. A request
    that counts tokens names no limit.
    """
    if not isinstance(most, int):
        return _LEAST
    share = _SHARES.get(effort if isinstance(effort, str) else "high", _SHARES["high"])
    room = min(max(int(min(most, _MOST) * share), _LEAST), most - 1)
    return room if room >= _LEAST else None
