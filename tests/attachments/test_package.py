"""The library of LiteLLM's package does what the gateway does."""

import asyncio
import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attachments.litellm.auto_routing_litellm import breaker as theirs
from attachments.litellm.auto_routing_litellm.ask import Asker
from attachments.litellm.auto_routing_litellm.edit import edit
from attachments.litellm.auto_routing_litellm.request import Request, headers_of, user_of
from attachments.litellm.auto_routing_litellm.resolve import Choice, Resolver
from attachments.litellm.auto_routing_litellm.settings import EFFORTS, Fallback, Settings
from contracts.classification import ApiKind
from contracts.decision import Constraints, DecideRequest
from contracts.options import Effort
from contracts.price import Capability
from gateway import breaker as ours
from gateway.incoming import Caller, Incoming
from tests.gateway.running import DECIDE, VIRTUAL, decided
from tests.gateway.scripted import Answer, scripted
from tests.gateway.stage import DEAD
from tests.reading.shapes import CLIENTS, Turn

TURNS: dict[str, list[Turn]] = {
    "first turn": [("human", "Move the retry policy into one place")],
    "tool loop": [("human", "Sort the imports"), ("tool", "src/mail.ts")],
    "go-ahead": [("human", "Plan it"), ("agent", "I would do this"), ("human", "yes")],
}
HEADERS = {
    "x-session-affinity": "later", "x-session-id": " s-1 ", "x-claude-code-agent-id": "a",
    "x-kilo-request": "r" * 900, "user-agent": "u", "x-kilocode-mode": "code",
}  # fmt: skip
SMALL, LARGE = (
    Fallback("f/small", context_length=900),
    Fallback("f/large", "low", 9_000, ("image",)),
)


@pytest.mark.parametrize("picture", [False, True])
@pytest.mark.parametrize("turns", TURNS)
@pytest.mark.parametrize("client", CLIENTS)
def test_it_asks_what_the_gateway_asks(client: str, turns: str, picture: bool) -> None:
    kind, shape = CLIENTS[client]
    body = {**shape(TURNS[turns], picture=picture), "model": VIRTUAL, "max_tokens": 77}
    request = Request(kind, body, "u-1", {**HEADERS, "content-length": "7"})
    assert request.reading is not None
    asked = request.asked(request.reading, ("d/enied",), "s/erved", 2_000)
    incoming = Incoming(ApiKind(kind), body, b"1234567", Caller("u-1"), HEADERS)
    wanted = incoming.asked(incoming.reduced(("d/enied",)), "s/erved", 2_000)
    assert DecideRequest.from_wire(json.loads(json.dumps(asked))) == wanted


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 9))))
def test_the_breaker_is_that_of_the_gateway(steps: list[tuple[bool, float]]) -> None:
    """As long as one request is asked after the other."""
    now = 0.0
    both = (theirs.Breaker(lambda: now), ours.Breaker(lambda: now))
    for fails, pause in steps:
        now += pause
        asked = both[0].admits()
        assert turned(both[1], fails=fails) is asked
        if asked:
            (both[0].failed if fails else both[0].succeeded)()


def turned(breaker: ours.Breaker, *, fails: bool) -> bool:
    """Ask once; return whether there was a turn."""
    asked = False
    with contextlib.suppress(ours.Down), breaker.turn():
        asked = True
        if fails:
            raise ours.Down
    return asked


LENGTHS = st.none() | st.integers(1, 3_000)
KINDS = st.none() | st.sets(st.sampled_from(["text", "image", "file"]), min_size=1).map(tuple)
FALLBACKS = st.lists(st.tuples(LENGTHS, KINDS), min_size=1, max_size=4)


@settings(deadline=None, max_examples=50)
@given(FALLBACKS, st.integers(0, 9_000), st.none() | st.integers(1, 2_000), st.booleans())
def test_the_first_fallback_without_an_objection_serves(
    offered: list[tuple[Any, Any]], chars: int, limit: int | None, picture: bool
) -> None:
    fallbacks = tuple(Fallback(f"f/{n}", None, *each) for n, each in enumerate(offered))
    shown = [{"type": "image_url", "image_url": {"url": "x"}}] if picture else []
    content = [{"type": "text", "text": "w" * chars}, *shown]
    turns = [{"role": "user", "content": content}]
    body = {"model": VIRTUAL, "messages": turns, "max_tokens": limit}
    request = Request("chat_completions", body, None)
    choice = asyncio.run(resolver(fallbacks).resolve(request))
    found = request.reading
    assert found is not None
    kinds = tuple(sorted(found.weight.modalities))
    wanted = Constraints(
        required_input_modalities=kinds,
        prompt_tokens=found.weight.tokens,
        output_tokens=found.output_tokens,
    )
    takes = [f for f in fallbacks if not wanted.objection(f.model, capability(f))]
    if takes:
        assert (choice.model, choice.reason) == (takes[0].model, "anonymous")
    else:
        most = max(f.context_length or 0 for f in fallbacks)
        assert choice.reason == "anonymous, no_fallback_fits"
        assert most in [f.context_length or 0 for f in fallbacks if f.model == choice.model]


def capability(known: Fallback) -> Capability:
    return Capability(context_length=known.context_length, input_modalities=known.input_modalities)


def resolver(fallbacks: tuple[Fallback, ...] = (SMALL, LARGE), **more: Any) -> Resolver:
    given = {"decide_url": DEAD, "decide_secret": DECIDE, **more}
    found = Settings(fallbacks=fallbacks, **given)
    return Resolver(found, Asker(found))


def test_the_breaker_opens_after_five_failures_and_a_success_closes_it() -> None:
    with scripted(lambda _: Answer(status=500)) as decide:
        asker = resolver(decide_url=decide.url).asker
        reasons = asyncio.run(asked(asker, 6))
        assert reasons == ["decide_status_500"] * 5 + ["decide_breaker_open"]
        assert len(decide.asked) == 5
        decide.script = lambda _: Answer((decided("m/x"),))
        asker.breaker.retry_at = 0
        assert asyncio.run(asked(asker, 2)) == ["cheapest_meeting_the_bar"] * 2


async def asked(asker: Asker, times: int) -> list[str]:
    found = [(await asker.ask({})).reason for _ in range(times)]
    await asker.close()
    return found


async def resolved(found: Resolver, request: Request) -> Choice:
    choice = await found.resolve(request)
    await found.asker.close()
    return choice


BROKEN: dict[str, Answer] = {
    "hung": Answer((b"{",), wait=30.0),
    "dripping": Answer(tuple(part for _ in range(300) for part in (b" ", 0.1))),
    "endless": Answer((b" " * 2**20,) * 64),
    "cut": Answer((b'{"decision":', None)),
    "no JSON": Answer((b"<html>",)),
    "a list": Answer((b"[]",)),
    "a number as model": Answer((decided("m").replace(b'"m"', b"7"),)),
    "an unknown effort": Answer((decided("m").replace(b'Effort":null', b'Effort":"huge"'),)),
    "a text as cost": Answer((decided("m").replace(b'"cost":0.0', b'"cost":"0"'),)),
    "deep": Answer((b"[" * 100_000,)),
    "a redirect": Answer((b"{}",), 307, (("location", f"{DEAD}/stolen"),)),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_whatever_decide_does_a_request_gets_a_fallback_in_time(fault: str) -> None:
    with scripted(lambda _: BROKEN[fault]) as decide:
        began = time.monotonic()
        body = {"model": VIRTUAL, "messages": [{"role": "user", "content": "x"}]}
        request = Request("chat_completions", body, "u")
        found = resolver(decide_url=decide.url, deadline_ms=400)
        choice = asyncio.run(resolved(found, request))
    assert time.monotonic() - began < 5
    assert (choice.model, choice.source) == ("f/small", "fallback")
    assert choice.reason.startswith("decide_")


@settings(deadline=None, max_examples=50)
@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner)))
def test_an_odd_body_gets_a_fallback(odd: Any) -> None:
    request = Request("chat_completions", {"model": VIRTUAL, "messages": odd}, None)
    choice = asyncio.run(resolver().resolve(request))
    assert choice.reason in ("request_unreadable", "anonymous")


@given(
    st.sampled_from(["chat_completions", "messages", "responses"]),
    st.none() | st.sampled_from(EFFORTS),
)
def test_an_edit_changes_the_model_and_the_effort_alone(api: str, effort: str | None) -> None:
    kept = {"messages": [{"role": "user"}], "temperature": 1, "output_config": {"format": {}}}
    data: dict[str, Any] = {**kept, "model": VIRTUAL}
    edit(data, api, Choice("m/x", effort, "benchmark", "why"), "to/m")
    assert data.pop("model") == "to/m"
    names = {"reasoning_effort", "reasoning", "allowed_openai_params", "thinking"}
    changed = {name: data.pop(name) for name in names & data.keys()}
    assert bool(changed) is (effort is not None)
    assert data.pop("output_config")["format"] == {}
    assert data == {name: kept[name] for name in ("messages", "temperature")}


def test_the_efforts_are_those_of_the_contract() -> None:
    assert Effort.__args__ == EFFORTS  # type: ignore[attr-defined]


class Key:
    def __init__(self, user_id: str | None = None, token: str | None = None) -> None:
        self.user_id, self.token = user_id, token


def test_a_key_names_its_user_and_never_itself() -> None:
    assert user_of(Key("u-1", "sk-1")) == "u-1"
    names = {user_of(Key(None, f"sk-{n}")) for n in range(9)}
    assert len(names) == 9
    assert not [name for name in names if name is None or "sk-" in name]
    assert user_of(Key()) is None
    assert headers_of({"proxy_server_request": {"headers": {"X-Session-Id": "s"}}}) == {
        "x-session-id": "s"
    }
    assert headers_of({}) == {}
