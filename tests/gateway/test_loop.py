"""The front runs on the event loop that its speed was measured with."""

import asyncio
from pathlib import Path

import pytest
import uvicorn
import uvloop

from gateway import main
from gateway.settings import Settings
from gateway.sinks import FileSink
from tests.gateway.running import SECRETS
from tests.gateway.stage import DEAD, FALLBACKS


def test_it_runs_on_uvloop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loops: list[object] = []

    async def serve(_: uvicorn.Server, **__: object) -> None:
        loops.append(asyncio.get_running_loop())

    monkeypatch.setattr(uvicorn.Server, "serve", serve)
    settings = Settings(upstream_url=DEAD, fallbacks=FALLBACKS)
    front = main.front_of(settings, SECRETS, FileSink(tmp_path / "usage.jsonl"))
    main.serve(front, "127.0.0.1", 0)
    (loop,) = loops
    assert isinstance(loop, uvloop.Loop)
