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


def edit(data: dict[str, Any], api: str, choice: Choice, deployment: str) -> None:
    """Change the model and, where the choice has one, the effort."""
    data["model"] = deployment
    if choice.effort is None:
        return
    effort = {"effort": choice.effort}
    if api == "messages":
        data["output_config"] = {**_object(data.get("output_config")), **effort}
    elif api == "responses" or isinstance(data.get("reasoning"), dict):
        kept = {n: v for n, v in _object(data.get("reasoning")).items() if n != "max_tokens"}
        data["reasoning"] = {**kept, **effort}
        data.pop("reasoning_effort", None)
    else:
        data["reasoning_effort"] = choice.effort
        # Else LiteLLM refuses an effort for each model that its price list does not know.
        allowed = data.get("allowed_openai_params")
        named = allowed if isinstance(allowed, list) else []
        data["allowed_openai_params"] = [*named, "reasoning_effort"]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
