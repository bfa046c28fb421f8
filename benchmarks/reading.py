"""Measure the time of reading a request against its size: `python -m benchmarks.reading`.

Prints milliseconds of CPU time and the ratio to the row before, for a usual history, for one long
text, and for texts made to be slow: tags that never close, close far away or have many names."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from reading.request import read

SIZES = (1_000, 16_000, 256_000, 1_000_000, 4_000_000)
ROUNDS = 5


def main() -> None:
    print(f"{'shape':28}" + "".join(f"{size // 1000:>9} KB" for size in SIZES))
    for name, body in SHAPES.items():
        times = [_milliseconds(body(size)) for size in SIZES]
        print(f"{name:28}" + "".join(f"{each:9.2f} ms" for each in times))


def _milliseconds(body: dict[str, Any]) -> float:
    """Return the least CPU time of some rounds."""
    return min(_timed(body) for _ in range(ROUNDS))


def _timed(body: dict[str, Any]) -> float:
    began = time.process_time()
    assert read("chat_completions", body) is not None
    return 1000 * (time.process_time() - began)


def _said(text: str) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": text}]}


def _history(size: int) -> dict[str, Any]:
    """Return an order and tool steps with results of 2 KB."""
    return {"model": "m", "messages": list(_steps(size // 2_100))}


def _steps(count: int) -> Iterator[dict[str, Any]]:
    yield {"role": "user", "content": "Fix the failing test"}
    for _ in range(count):
        call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
        yield {"role": "assistant", "content": None, "tool_calls": [call]}
        yield {"role": "tool", "tool_call_id": "c", "content": "x" * 2_000}


def _again(piece: str, end: str = "") -> Callable[[int], dict[str, Any]]:
    return lambda size: _said(piece * (size // len(piece)) + end)


def _names(size: int) -> dict[str, Any]:
    return _said("".join(f"<t{n}>\n" for n in range(size // 9)) + "<task>\nfix\n</task>")


SHAPES: dict[str, Callable[[int], dict[str, Any]]] = {
    "tool steps": _history,
    "one long text": _again("a line of words without any tag\n"),
    "<file …/> unclosed": _again('<file path="a"/>\n'),
    "reminders unclosed": _again("<system-reminder>\n"),
    "closed in a wrong place": _again("<system-reminder>\n", "</system-reminder> x"),
    "wrappers": _again("<task>\n</task>\n"),
    "many names of tags": _names,
    "line feeds": _again("\n"),
}


if __name__ == "__main__":
    main()
