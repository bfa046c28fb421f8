"""Configs of the gateways: what an operator would write, for the simulated provider."""

from pathlib import Path
from typing import Any

from tests.gateway.running import VIRTUAL
from tests.provider.calling import CLAUDE, GPT, KIMI

ROOT = Path(__file__).resolve().parents[2]
KEY, DEADLINE_MS, UNKNOWN = "sk-master", 3_000, "no/deployment"
LARGE, SMALL, OPUS = GPT, KIMI, "anthropic/claude-opus-4-7"


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
