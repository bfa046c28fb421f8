"""Reads a whole request: what the human last ordered, in which situation, and what it weighs."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from reading.portable import PORTABLE, Portable, state_of
from reading.rules import RESUMED, SHORTENED
from reading.sides import agent_of, mode_of, side_of
from reading.turns import By, Turn, answers_a_question, items_of, own, system_of, turns_of
from reading.weigh import Weight, weigh
from reading.words import Kind, kind_of

_LIMITS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
# Characters up to which an order may lean on the order before it, and on the agent's words; chosen.
_MOST_LEANING, _MOST_ANSWERING = 400, 80
_MOST_CHOICE = 6  # words of an answer that chooses; chosen


@dataclass(frozen=True)
class Reading:
    """What a request asks for, in whole texts.

    `first` and `latest` are the human's first and latest words, `kind` what the latest are.
    `standing` is the last order before them, where they alone do not say what to do. `proposal` is
    what the agent said before them, where they lean on it. `looping`: the agent goes on with the
    latest order after a tool's result. `agent` and `mode` name the program and its mode, `side` the
    request that it makes for itself. `output_tokens` is the most that the answer may have.
    """

    first: str = ""
    latest: str = ""
    kind: Kind = "order"
    standing: str = ""
    proposal: str = ""
    system: str = ""
    messages: int | None = None
    looping: bool = False
    agent: str | None = None
    mode: str | None = None
    side: str | None = None
    has_tools: bool = False
    stream: bool = False
    output_tokens: int | None = None
    weight: Weight = field(default_factory=Weight)
    state: Portable = PORTABLE

    @property
    def digest(self) -> str:
        """16 hex digits that change with what is asked for, not with what a program adds."""
        told = (self.latest, self.standing, self.proposal, self.kind, self.mode, self.side)
        return sha256(repr(told).encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def root(self) -> str:
        """16 hex digits of the first words, which name a conversation that has no id."""
        return sha256(self.first.encode(errors="surrogatepass")).hexdigest()[:16]


def read(api: str, body: Any) -> Reading | None:
    """Return what a request asks for; None when the body does not fit its API. `api` is
    `chat_completions`, `responses` or `messages`. It takes time in proportion to the body's size.
    """
    if not fits(api, body):
        return None
    items, turns = items_of(api, body), turns_of(api, body)
    said = _said(turns)
    system, around = system_of(api, body, turns), _around(turns, said.last)
    tools = bool(body.get("tools"))
    return Reading(
        *said[:5],
        system=system,
        messages=_count(items),
        looping=_looping(turns, said.last),
        agent=agent_of(system, around),
        mode=mode_of(around),
        side=side_of(system, said.latest, has_tools=tools),
        has_tools=tools,
        stream=body.get("stream") is True,
        output_tokens=_limit(body),
        weight=weigh(body, items),
        state=state_of(api, body, items),
    )


class _Said(NamedTuple):
    """What was said, in the order of Reading's fields, and the turn of the latest words."""

    first: str
    latest: str
    kind: Kind
    standing: str
    proposal: str
    last: int


def _said(turns: list[Turn]) -> _Said:
    """Return the human's words, with what they lean on."""
    words = _words(turns)
    said = [at for at, text in enumerate(words) if text]
    if not said:
        return _Said("", "", "order", "", _proposal(turns, -1), -1)
    last = said[-1]
    latest, kind = words[last], _kind(turns[last], words[last])
    leaning = kind != "order" or len(latest) <= _MOST_LEANING
    standing = _standing(words, said, latest) if leaning else ""
    alone = kind == "order" and standing and len(latest) > _MOST_ANSWERING
    proposal = _proposal(turns, last) if leaning and not alone else ""
    return _Said(words[said[0]], latest, kind, standing, proposal, last)


def _kind(turn: Turn, latest: str) -> Kind:
    kind = kind_of(latest)
    short = len(latest.split(maxsplit=_MOST_CHOICE)) <= _MOST_CHOICE
    return "go_ahead" if kind == "order" and short and answers_a_question(turn) else kind


def _words(turns: list[Turn]) -> list[str]:
    """Return what the human wrote of each turn. A program that made a conversation shorter begins
    it with a question of its own, which the agent has answered.
    """
    words = [own(turn) if turn.by is By.HUMAN else "" for turn in turns]
    first = next((at for at, text in enumerate(words) if text), 0)
    if words and words[first] == SHORTENED and any(t.by is By.AGENT for t in turns[first:]):
        words[first] = ""
    return words


def _around(turns: list[Turn], last: int) -> list[str]:
    """Return the whole texts from the latest order on, in which a program tells its state."""
    asked = (turn for turn in turns[max(0, last) :] if turn.by in (By.HUMAN, By.SYSTEM))
    return [text for turn in asked for text in turn.texts]


def fits(api: str, body: Any) -> bool:
    """Return whether a body is a request of its API. A null counts as left out."""
    if not isinstance(body, dict):
        return False
    model, stream, tools = body.get("model"), body.get("stream"), body.get("tools")
    if not isinstance(model, str) or not model.strip():
        return False
    if not isinstance(stream, bool | None) or not isinstance(tools, list | None):
        return False
    return api == "responses" or _is_messages(body.get("messages"))


def _is_messages(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(m, dict) and isinstance(m.get("role"), str) for m in value
    )


def _count(items: Any) -> int | None:
    if isinstance(items, list):
        return len(items)
    return 1 if isinstance(items, str) else None


def _standing(words: list[str], said: list[int], latest: str) -> str:
    """Return the last order before the latest words."""
    earlier = (words[at] for at in reversed(said[:-1]))
    return next((text for text in earlier if text != latest and kind_of(text) == "order"), "")


def _proposal(turns: list[Turn], last: int) -> str:
    """Return what the agent said before the latest words, or how a program resumed the work."""
    before = turns[:last] if last >= 0 else turns
    said = next((t.text for t in reversed(before) if t.by is By.AGENT and t.text.strip()), "")
    return said or next((t for turn in reversed(before) for t in turn.texts if _resumed(t)), "")


def _resumed(text: str) -> bool:
    return text.lstrip().startswith(RESUMED)


def _looping(turns: list[Turn], last: int) -> bool:
    """Return whether the agent goes on: something of its program, or a tool's result, came last."""
    after = [turn.by for turn in turns[last + 1 :]]
    return By.RESULT in after or (By.AGENT in after and after[-1] is By.HUMAN)


def _limit(body: dict[str, Any]) -> int | None:
    found = (body.get(name) for name in _LIMITS)
    return next(
        (n for n in found if isinstance(n, int) and not isinstance(n, bool) and n > 0), None
    )
