"""Names the model that serves, and its effort, in a request of LiteLLM."""

from typing import Any

from .resolve import Choice

# LiteLLM's names of calls, by API; those of other calls are not routed.
APIS = {
    "acompletion": "chat_completions",
    "completion": "chat_completions",
    "anthropic_messages": "messages",
    "aresponses": "responses",
    "responses": "responses",
}
_BUDGETS = ("max_tokens", "budget_tokens", "type")


def edit(data: dict[str, Any], api: str, choice: Choice, deployment: str) -> None:
    """Change the model and, where the choice has one, the effort, in the words of the API."""
    data["model"] = deployment
    if choice.effort is None:
        return
    if api == "messages":
        _thinking(data, choice.effort)
        return
    # Else LiteLLM refuses an effort for each model that its price list does not know.
    allowed = data.get("allowed_openai_params")
    named = allowed if isinstance(allowed, list) else []
    data["allowed_openai_params"] = [*named, "reasoning_effort"]
    if api == "responses" or isinstance(data.get("reasoning"), dict):
        data["reasoning"] = {**_kept(data.get("reasoning")), "effort": choice.effort}
        data.pop("reasoning_effort", None)
    else:
        data["reasoning_effort"] = choice.effort


def _thinking(data: dict[str, Any], effort: str) -> None:
    """Name an effort as Anthropic does. LiteLLM reads it only beside adaptive thinking, when the
    model is another vendor's, and translates both for an older Claude.
    """
    config = data.get("output_config")
    others = {n: v for n, v in config.items() if n != "effort"} if isinstance(config, dict) else {}
    if effort == "none":
        data["thinking"] = {"type": "disabled"}
        data["output_config"] = others
    else:
        data["thinking"] = {**_kept(data.get("thinking")), "type": "adaptive"}
        data["output_config"] = {**others, "effort": effort}
    if not data["output_config"]:
        del data["output_config"]


def _kept(value: Any) -> dict[str, Any]:
    return {n: v for n, v in value.items() if n not in _BUDGETS} if isinstance(value, dict) else {}
