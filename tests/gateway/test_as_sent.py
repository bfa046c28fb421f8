"""What another model is asked passes as it was sent, and names one model alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.access import repeats
from tests.gateway.running import KEY
from tests.gateway.stage import CHAT, PATHS, Stage, asking
from tests.gateway.test_refusals import refused

QUERY = "a=%2Fx%7E&b=c+d&e=%zz&f=%C3%A9"
VALUES = st.recursive(
    st.none() | st.text() | st.just("\ud83d") | st.integers() | st.just(10**30),
    lambda of: st.lists(of) | st.dictionaries(st.sampled_from("ab"), of),
)


@given(st.lists(st.tuples(st.sampled_from(["model", "a", "b", "\u00e9"]), VALUES), max_size=5))
def test_a_key_that_stands_twice_is_found(members: list[tuple[str, object]]) -> None:
    """Escapes are spelled in two ways."""
    names = [name for name, _ in members]
    spelled = [json.dumps(n) if at % 2 else escaped(n) for at, n in enumerate(names)]
    texts = [f"{n} : {json.dumps(v)}" for n, (_, v) in zip(spelled, members, strict=True)]
    body = ("{ " + " ,\n".join(texts) + "}").encode()
    assert repeats(body) == (len(set(names)) < len(names))


def escaped(name: str) -> str:
    return '"' + "".join(f"\\u{ord(c):04x}" for c in name) + '"'


@pytest.mark.parametrize("path", PATHS)
def test_two_models_in_a_body_are_refused(stage: Stage, path: str) -> None:
    body = b'{"mod\\u0065l":"m/dear",' + json.dumps(asking(path, "m/asked")).encode()[1:]
    told = refused(path, stage.gateway.post(path, body), 400, "invalid_request_error")
    assert "stands there twice" in told
    assert not stage.provider.asked


def test_query_and_content_type_arrive_as_they_were_sent(stage: Stage) -> None:
    body = json.dumps(asking(CHAT, "m/asked")).encode()
    with stage.gateway.asked(f"{CHAT}?{QUERY}", asking(CHAT, "m/asked")) as connection:
        assert connection.recv(4_096).startswith(b"HTTP/1.1 200")
    assert stage.sent.target == f"{CHAT}?{QUERY}"
    assert stage.sent.all("content-type") == []
    assert (stage.sent.body, KEY in str(stage.sent.headers)) == (body, False)
