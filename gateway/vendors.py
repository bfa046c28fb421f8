"""The vendor of a model, and which vendor wrote a piece of a history."""

from typing import Any

from reading.portable import vendor_of_format

# How OpenRouter begins the ids of a vendor's models; other vendors are named by the beginning.
_ALIASES = {"meta-llama": "meta", "mistral": "mistralai", "moonshot": "moonshotai", "xai": "x-ai"}
# How models are named where no vendor stands before them.
_FAMILIES = (
    ("claude", "anthropic"),
    ("gpt", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("gemini", "google"),
    ("mistral", "mistralai"),
    ("codestral", "mistralai"),
    ("devstral", "mistralai"),
    ("deepseek", "deepseek"),
    ("kimi", "moonshotai"),
    ("grok", "x-ai"),
    ("glm", "z-ai"),
    ("qwen", "qwen"),
)


def vendor_of(model: str) -> str:
    """Return the vendor of a model id, such as `anthropic`; its beginning for an unknown one."""
    head, slash, _ = model.lower().lstrip("~").partition("/")
    if slash:
        return _ALIASES.get(head, head)
    return next((vendor for family, vendor in _FAMILIES if head.startswith(family)), head)


def by_format(detail: dict[str, Any]) -> str | None:
    """Return the vendor that wrote a piece of `reasoning_details`; None when it does not say."""
    return vendor_of_format(detail.get("format"))
