"""Cuts the body of a request into turns, alike for chat completions, responses and messages."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from reading.rules import RESULT, RESUMPTION, SAID_IN_RESULTS
from reading.strip import own_words, resumed, spoken


class By(Enum):
    """The maker of a turn: `RESULT` is what a tool gave back, `SYSTEM` are instructions."""

    HUMAN = 1
    AGENT = 2
    RESULT = 3
    SYSTEM = 4


class Turn(NamedTuple):
    """One turn with its texts, in their order."""

    by: By
    texts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(filter(None, self.texts))


_ROLES = {"user": By.HUMAN, "assistant": By.AGENT, "tool": By.RESULT, "function": By.RESULT}
_ROLES |= {"system": By.SYSTEM, "developer": By.SYSTEM}
_PLAIN = frozenset({"role", "content"})
_TOP = {"responses": "instructions", "messages": "system"}
_MATERIAL = ("tool_result", "search_result")


def items_of(api: str, body: dict[str, Any]) -> list[Any] | str | None:
    """Return the list of messages or items; the text of a request that consists of one."""
    found = body.get("input" if api == "responses" else "messages")
    return found if isinstance(found, list | str) else None


def dicts_in(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list; none of what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def turns_of(api: str, body: dict[str, Any]) -> list[Turn]:
    """Return the turns of a body; what is no turn is left out."""
    items = items_of(api, body)
    if isinstance(items, str):
        return [Turn(By.HUMAN, (items,))]
    return [turn for item in dicts_in(items) for turn in _turns(item)]


def system_of(api: str, body: dict[str, Any], turns: list[Turn]) -> str:
    """Return the first instructions of a request that are not blank."""
    top = "\n".join(texts_of(body.get(_TOP[api]))) if api in _TOP else ""
    texts = (turn.text for turn in turns if turn.by is By.SYSTEM)
    return top if top.strip() else next((text for text in texts if text.strip()), "")


def is_result(kind: Any) -> bool:
    """Return whether the `type` of an item or part is that of a tool's result, in any API."""
    if not isinstance(kind, str):
        return False
    return kind.endswith(("tool_result", "_output")) or kind == "mcp_approval_response"


def is_plain(item: dict[str, Any]) -> bool:
    """Return whether a message is nothing but the text of one that speaks, as most are."""
    return item.keys() == _PLAIN and isinstance(item["content"], str)


def _turns(item: dict[str, Any]) -> Iterable[Turn]:
    by = _maker(item)
    if is_plain(item) and by is not By.RESULT:
        return (Turn(by, (item["content"],)),)
    return _cut(item, by)


def _cut(item: dict[str, Any], by: By) -> Iterator[Turn]:
    results = _results(item, by)
    said = [words for result in results if (words := _said_in(result))]
    if results:
        yield Turn(By.RESULT)
    if by is not By.RESULT:
        texts = texts_of(item.get("content")) if "role" in item else ()
        yield Turn(by, (*said, *texts))
    elif said:
        yield Turn(By.HUMAN, tuple(said))


def _maker(item: dict[str, Any]) -> By:
    role = item.get("role")
    if is_result(item.get("type")):
        return By.RESULT
    return _ROLES.get(role, By.SYSTEM) if isinstance(role, str) else By.AGENT


def _results(item: dict[str, Any], by: By) -> list[Any]:
    """Return the contents of the tools' results in an item."""
    content = item.get("content")
    if by is By.RESULT:
        return [item.get("output") or content]
    found = (part for part in dicts_in(content) if is_result(part.get("type")))
    return [part.get("content") or part.get("output") for part in found]


def _said_in(result: Any) -> str:
    """Return what the human said in a tool's result, when that is how a program tells it."""
    text = next(texts_of(result), "")
    for beginning, marker, _ in SAID_IN_RESULTS:
        if text.startswith(beginning):
            return text.partition(marker)[2].partition("\n</feedback>")[0].strip()
    return ""


def texts_of(content: Any) -> Iterator[str]:
    """Yield the texts of all parts in order, at any depth; none of tools' results."""
    waiting = [content]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict) and not _is_material(each.get("type")):
            text = each.get("text")
            waiting.append(text if isinstance(text, str) else each.get("content"))


def _is_material(kind: Any) -> bool:
    return isinstance(kind, str) and (kind in _MATERIAL or is_result(kind))


def answers_a_question(turn: Turn) -> bool:
    """Return whether the human answers what an XML tool asked."""
    return any(text.lstrip().startswith("[ask_followup_question") for text in turn.texts)


def own(turn: Turn) -> str:
    """Return what the human wrote of a turn; of an XML tool's result, the feedback that it
    holds.
    """
    kept: list[str] = []
    tool: str | None = None
    for text in turn.texts:
        if text.lstrip().startswith(RESUMPTION):
            kept.append(resumed(text))
            tool = RESUMPTION
            continue
        header = RESULT.match(text)
        if header:
            tool, text = header["tool"], text[header.end() :]
        kept.append(spoken(text, tool) if tool else own_words(text))
    return "\n".join(filter(None, kept))
