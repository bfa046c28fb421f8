"""Set LiteLLM or claude-code-router before the simulated provider and a scripted `/decide`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from attachments.environment import start_claude_code_router, start_litellm, unpacked
from tests.gateway.running import DECIDE, VIRTUAL, decided
from tests.gateway.scripted import Answer, Asked, Script, Scripted, scripted
from tests.provider.calling import CLAUDE, GPT, KIMI, vendors

ROOT = Path(__file__).resolve().parents[2]
KEY, DEADLINE_MS, UNKNOWN = "sk-master", 3_000, "no/deployment"
LARGE, SMALL, OPUS = GPT, KIMI, "anthropic/claude-opus-4-7"
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


def litellm_config(upstream: str, key: str, decide: str) -> dict[str, Any]:
    """Return LiteLLM's config: a wildcard for OpenAI's API, two names for Anthropic's."""
    to = {"api_base": f"{upstream}/v1", "api_key": key}
    claude = {"api_base": upstream, "api_key": key}
    rows = {VIRTUAL: (KIMI, to), "open/*": ("*", to)}
    named = {"my-claude": CLAUDE, "my-opus": OPUS.partition("/")[2]}
    deployments = {CLAUDE: "my-claude", OPUS: "my-opus", UNKNOWN: "not-there"}
    return {
        "model_list": [
            *(_row(n, f"openai/{model}", where) for n, (model, where) in rows.items()),
            *(_row(n, f"anthropic/{model}", claude) for n, model in named.items()),
        ],
        "litellm_settings": {"callbacks": ["auto_routing_litellm.proxy.hook", "seen.seen"]},
        "callback_settings": {
            "auto_routing": {
                "decide_url": f"{decide}/decide",
                "decide_secret": "os.environ/DECIDE_SECRET",
                "deadline_ms": DEADLINE_MS,
                "prefix": "open/",
                "deployments": deployments,
                "fallbacks": [
                    {"model": SMALL, "context_length": 4_000, "input_modalities": ["text"]},
                    {
                        "model": LARGE,
                        "context_length": 9_000,
                        "input_modalities": ["text", "image"],
                    },
                ],
            }
        },
        "general_settings": {"master_key": KEY},
        "router_settings": {"num_retries": 0},
    }


def _row(name: str, model: str, where: dict[str, str]) -> dict[str, Any]:
    return {"model_name": name, "litellm_params": {"model": model, **where}}


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


def ccr_config(upstream: str, decide: str) -> dict[str, Any]:
    """Return claude-code-router's config: one provider of OpenAI's API, one of Anthropic's."""
    claude: dict[str, Any] = {"transformer": {"use": ["Anthropic"]}, "models": [CLAUDE]}
    rows: dict[str, dict[str, Any]] = {
        "open": {"api_base_url": f"{upstream}/v1/chat/completions", "models": [LARGE, SMALL]},
        "claude": {"api_base_url": f"{upstream}/v1/messages", **claude},
    }
    return {
        "APIKEY": KEY,
        "NON_INTERACTIVE_MODE": True,
        "LOG_LEVEL": "info",
        "CUSTOM_ROUTER_PATH": str(ROOT / "attachments/claude-code-router/auto-routing.js"),
        "Providers": [{"name": n, "api_key": "$UPSTREAM_KEY", **row} for n, row in rows.items()],
        "Router": {"default": f"open,{SMALL}"},
        "AutoRouting": {
            "decideUrl": f"{decide}/decide",
            "decideSecret": "$DECIDE_SECRET",
            "deadlineMs": DEADLINE_MS,
            "provider": "open",
            "models": {CLAUDE: f"claude,{CLAUDE}"},
            "fallbacks": [
                {"route": f"open,{SMALL}", "contextLength": 4_000},
                {
                    "route": f"open,{LARGE}",
                    "contextLength": 9_000,
                    "inputModalities": ["text", "image"],
                },
            ],
        },
    }


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
