import json
import logging
import sys

from adapters.hot_path.logs import JsonLines

NAMED = {"name": "decide", "levelname": "INFO", "msg": "a %s", "args": ("b",)}


def line(**extra: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        JsonLines().format(logging.makeLogRecord({**NAMED, **extra}))
    )
    return found


def test_a_line_has_the_keys_of_the_other_functions_and_what_is_said_extra() -> None:
    found = line(tier="low", ms=1.5)
    assert found["level"] == "INFO"
    assert found["message"] == "a b"
    assert (found["tier"], found["ms"]) == ("low", 1.5)
    assert {"timestamp", "service"} <= found.keys()
    assert not {"args", "msg", "lineno"} & found.keys()


def test_an_exception_is_one_line_with_its_trace() -> None:
    try:
        raise KeyError("x")
    except KeyError:
        found = line(exc_info=sys.exc_info())
    assert "KeyError" in str(found["exception"])


def test_what_has_no_json_form_is_named_all_the_same() -> None:
    assert "object" in str(line(odd=object())["odd"])
