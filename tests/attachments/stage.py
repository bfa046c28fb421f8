"""Set LiteLLM or claude-code-router before the simulated provider and a scripted `/decide`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from attachments.environment import start_claude_code_router, start_litellm, unpacked
from tests.attachments.configs import KEY, UNKNOWN, ccr_config, litellm_config
from tests.gateway.running import DECIDE, VIRTUAL, decided
from tests.gateway.scripted import Answer, Asked, Script, Scripted, scripted
from tests.provider.calling import GPT, vendors

SEEN = """
import json, pathlib
from litellm.integrations.custom_logger import CustomLogger

class Seen(CustomLogger):
    async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
        places = (kwargs["litellm_params"].get(n) or {} for n in ("metadata", "litellm_metadata"))
        notes = [place["auto_routing"] for place in places if "auto_routing" in place]
        with pathlib.Path(__file__).with_name("seen").open("a") as sink:
            sink.write(json.dumps(notes[0] if notes else None) + "\\n")

seen = Seen()
"""


@dataclass
class Stage:
    """A gateway that runs. `provider` keeps what it is asked; the simulated one answers."""

    url: str
    provider: Scripted
    decide: Scripted
    folder: Path

    def post(self, path: str, body: Any, key: str = KEY, **headers: str) -> httpx.Response:
        named = {"authorization": f"Bearer {key}", **headers}
        return httpx.post(f"{self.url}{path}", json=body, headers=named, timeout=60)

    def clear(self) -> "Stage":
        self.decide.script = chosen(GPT)
        self.provider.asked.clear()
        self.decide.asked.clear()
        return self

    @property
    def sent(self) -> Any:
        """The body of the one request that reached the provider."""
        (only,) = self.provider.asked
        return only.json()

    @property
    def asked(self) -> Any:
        """The body of the one request that reached `/decide`."""
        (only,) = self.decide.asked
        return only.json()


def chosen(model: str, effort: str | None = None, cost: float = 0.0) -> Script:
    """Return a script of a `/decide` that chooses `model`."""
    answer = json.loads(decided(model, cost))
    answer["decision"]["reasoningEffort"] = effort
    return lambda _: Answer((json.dumps(answer).encode(),))


def nothing(reason: str) -> Script:
    """Return a script of a `/decide` that makes no decision."""
    answer = {**json.loads(decided("m")), "decision": None, "reason": reason}
    return lambda _: Answer((json.dumps(answer).encode(),))


FAILURES: dict[str, Script] = {
    "decide_unreachable": lambda _: Answer(drop=True),
    "decide_timeout": lambda _: Answer((b"{", 30.0)),
    "decide_status_500": lambda _: Answer(status=500),
    "decide_malformed": lambda _: Answer((b'{"decision":{"model":7}}',)),
    "decide_null: no_table": nothing("no_table"),
    "decide_model_not_allowed": chosen(VIRTUAL),
    "decide_model_not_deployed": chosen(UNKNOWN),
}


@contextmanager
def both() -> Iterator[tuple[Scripted, Scripted, str]]:
    """Serve a provider and a `/decide`; yield both and the provider's key."""
    with vendors() as simulated, scripted(chosen(GPT)) as decide:
        origin = simulated.base_url.removesuffix("/v1")
        with scripted(_passing(origin)) as provider:
            yield provider, decide, simulated.key


def _passing(origin: str) -> Callable[[Asked], Answer]:
    def passed_on(asked: Asked) -> Answer:
        kept = {n: v for n, v in asked.headers if n in ("authorization", "x-api-key")}
        found = httpx.post(f"{origin}{asked.target}", content=asked.body, headers=kept)
        kind = ("content-type", found.headers["content-type"])
        return Answer((found.content,), found.status_code, (kind,))

    return passed_on


@contextmanager
def litellm(folder: Path) -> Iterator[Stage]:
    """Run LiteLLM's proxy with the package until the block ends."""
    (folder / "seen.py").write_text(SEEN)
    env = {"PYTHONPATH": str(unpacked(folder / "site")), "DECIDE_SECRET": DECIDE}
    with both() as (provider, decide, key):
        child, url = start_litellm(litellm_config(provider.url, key, decide.url), folder, env)
        try:
            yield Stage(url, provider, decide, folder)
        finally:
            child.stop()


@contextmanager
def claude_code_router(folder: Path) -> Iterator[Stage]:
    """Run claude-code-router with the script until the block ends."""
    with both() as (provider, decide, key):
        env = {"UPSTREAM_KEY": key, "DECIDE_SECRET": DECIDE}
        config = ccr_config(provider.url, decide.url)
        child, url = start_claude_code_router(config, folder, env)
        try:
            yield Stage(url, provider, decide, folder)
        finally:
            child.stop()
