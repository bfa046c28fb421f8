"""The memory that reading a body takes is bounded, and a large one does not stop the loop."""

import gzip
import json
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import bodies
from gateway.bodies import MOST_MARKS, marks
from tests.gateway.stage import CHAT, PATHS, Stage, asking
from tests.gateway.test_refusals import refused

LEAVES = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(LEAVES, lambda of: st.lists(of) | st.dictionaries(st.text(), of))


def values(found: Any) -> int:
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return 1 + sum(values(each) for each in inner)


@given(JSON)
def test_there_are_not_more_values_than_marks(found: Any) -> None:
    assert values(found) <= marks(json.dumps(found).encode()) + 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_body_of_very_many_values_is_refused(stage: Stage, path: str, packed: bool) -> None:
    body = b'{"model":"m","x":[' + b"{}," * (MOST_MARKS // 2) + b"{}]}"
    sent = gzip.compress(body) if packed else body
    named = {"content-encoding": "gzip"} if packed else {}
    answer = stage.gateway.post(path, sent, **named)
    assert "brackets and commas" in refused(path, answer, 413, "request_too_large")
    assert not stage.provider.asked


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
@pytest.mark.parametrize(("size", "apart"), [(10, False), (bodies.LARGE, True)])
def test_a_large_body_is_read_in_a_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, size: int, apart: bool
) -> None:
    seen: list[str] = []
    usual = bodies._object

    def noted(raw: bytes) -> Any:
        seen.append(threading.current_thread().name)
        return usual(raw)

    monkeypatch.setattr(bodies, "_object", noted)
    body = json.dumps(asking(CHAT, "m/asked")).encode() + b" " * size
    assert stage.gateway.post(CHAT, body).status_code == 200
    assert [name.startswith("uvloop_") for name in seen] == [apart]
    assert stage.sent.body == body
