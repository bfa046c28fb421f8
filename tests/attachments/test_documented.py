"""The snippets of docs/attachments.md are what the code takes."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import anthropic
import openai
import pytest
import yaml  # type: ignore[import-untyped]

from attachments.litellm.auto_routing_litellm.settings import VIRTUAL, Settings
from gateway import settings as front
from tests.attachments.configs import ROOT
from tests.gateway.running import KEY, SECRETS
from tests.gateway.running import front as started
from tests.provider.calling import CLAUDE, vendors

PAGE = (ROOT / "docs/attachments.md").read_text()
SCRIPT = (ROOT / "attachments/claude-code-router/auto-routing.js").read_text()
QUESTION = (ROOT / "attachments/claude-code-router/question.js").read_text()


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


def documented(section: str) -> set[str]:
    """Return the names in the first column of the table of settings of a section."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", text, re.M)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_the_config_of_litellm_has_usable_settings() -> None:
    (text,) = snippets("yaml")
    config = yaml.safe_load(text)
    found = Settings.of(config["callback_settings"]["auto_routing"], lambda _: "secret")
    names = [row["model_name"] for row in config["model_list"]]
    assert set(names) & set(found.virtual_models)
    assert set(found.deployments.values()) <= set(names)
    assert f"{found.prefix}*" in names
    row = next(r for r in config["model_list"] if r["model_name"] in VIRTUAL)
    assert row["litellm_params"]["model"] == found.deployment(found.fallbacks[0].model)
    (hook,) = config["litellm_settings"]["callbacks"]
    module, _, name = hook.rpartition(".")
    path = ROOT / "attachments/litellm" / f"{module.replace('.', '/')}.py"
    assert f"\n{name} = AutoRouting()" in path.read_text()


def test_every_setting_of_litellm_is_documented() -> None:
    assert documented("LiteLLM") == set(Settings.__dataclass_fields__)


def test_the_config_of_claude_code_router_names_what_its_providers_list() -> None:
    config = json.loads(snippets("json")[0])
    listed = {f"{p['name']},{m}" for p in config["Providers"] for m in p["models"]}
    assert {fallback["route"] for fallback in config["AutoRouting"]["fallbacks"]} <= listed
    assert Path(config["CUSTOM_ROUTER_PATH"]).name == "auto-routing.js"
    read = set(re.findall(r"settings\??\.(\w+)", SCRIPT + QUESTION))
    assert documented("claude-code-router") == read
    assert config["AutoRouting"].keys() <= read


def test_the_scripts_name_the_virtual_models() -> None:
    assert VIRTUAL == (front.VIRTUAL, front.CLAUDE_ALIAS)
    (named,) = re.findall(r"VIRTUAL = (\[.*?\])", SCRIPT)
    assert tuple(json.loads(named)) == VIRTUAL


def test_the_clients_name_a_model_of_the_front() -> None:
    kilo = json.loads(snippets("json")[1])
    provider, _, model = kilo["model"].partition("/")
    assert model in kilo["provider"][provider]["models"]
    codex = tomllib.loads(snippets("toml")[0])
    assert codex["model_provider"] in codex["model_providers"]
    claude = re.findall(r"ANTHROPIC_MODEL=(\S+)", PAGE)
    assert {model, codex["model"], *claude} == set(VIRTUAL)


@pytest.mark.parametrize("snippet", snippets("python"))
def test_the_snippets_of_the_sdks_run(snippet: str) -> None:
    fallback = front.Fallback(model=CLAUDE, context_length=200_000)
    with vendors() as provider:
        settings = front.Settings(upstream_url=provider.base_url, fallbacks=(fallback,))
        secrets = SECRETS.from_wire({**SECRETS.wire(), "upstreamKey": provider.key})
        with started(settings, secrets) as running:
            code = snippet.replace("http://127.0.0.1:8080", running.url)
            names: dict[str, Any] = {}
            last = code.replace("\nclient.", "\nanswer = client.")
            exec(last.replace("a key of your own", KEY), names)  # noqa: S102
    assert isinstance(names["answer"], openai.types.chat.ChatCompletion | anthropic.types.Message)
