"""The vendor of a model, by the many ways in which providers and gateways name models."""

import re
from functools import lru_cache

_MOST_MODELS = 4_096  # chosen: more than any provider lists
# A vendor, and how models are named after it where a slash or a dot ends its name.
_NAMES = {
    **{v: v for v in ("anthropic", "openai", "google", "mistralai", "deepseek", "moonshotai")},
    **{v: v for v in ("x-ai", "z-ai", "qwen", "meta", "minimax", "amazon", "nvidia", "cohere")},
    **{v: v for v in ("microsoft", "xiaomi", "stepfun", "inception", "ai21", "writer")},
    "meta-llama": "meta",
    "mistral": "mistralai",
    "moonshot": "moonshotai",
    "xai": "x-ai",
    "zai": "z-ai",
    "zai-org": "z-ai",
    "zhipuai": "z-ai",
    "thudm": "z-ai",
    "deepseek-ai": "deepseek",
    "minimaxai": "minimax",
    "alibaba": "qwen",
}
# They serve the models of others, and say nothing of a model's vendor (LiteLLM's prefixes, mostly).
_HOSTS = frozenset(
    {
        *("openrouter", "azure", "azure_ai", "bedrock", "vertex_ai", "sagemaker", "databricks"),
        *("github", "github_copilot", "groq", "together_ai", "fireworks_ai", "deepinfra", "ollama"),
        *("ollama_chat", "hosted_vllm", "vllm", "cerebras", "sambanova", "replicate", "litellm"),
        *("novita", "hyperbolic", "baseten", "snowflake", "watsonx", "huggingface", "lm_studio"),
        *("vercel_ai_gateway", "models", "converse", "invoke", "accounts", "fireworks", "@cf"),
    }
)
_FAMILIES = {
    "anthropic": ("claude",),
    "openai": ("gpt", "chatgpt", "o1", "o3", "o4", "codex", "davinci", "babbage"),
    "google": ("gemini", "gemma", "learnlm"),
    "mistralai": (
        *("mistral", "open-mistral", "mixtral", "open-mixtral", "ministral", "codestral"),
        *("devstral", "magistral", "pixtral", "voxtral", "mathstral", "leanstral"),
    ),
    "deepseek": ("deepseek",),
    "moonshotai": ("kimi", "moonshot"),
    "x-ai": ("grok",),
    "z-ai": ("glm", "chatglm", "codegeex"),
    "qwen": ("qwen", "qwq", "qvq"),
    "meta": ("llama", "codellama", "meta-llama"),
    "minimax": ("minimax", "abab"),
    "amazon": ("nova", "titan"),
    "nvidia": ("nemotron",),
    "cohere": ("command-r", "command-a"),
    "microsoft": ("phi",),
    "xiaomi": ("mimo",),
}
# A family is named whole: `o3-mini` and `llama3` are of one, `novara-1` is not.
_FAMILY = {
    vendor: re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?![a-z])")
    for vendor, names in _FAMILIES.items()
}


@lru_cache(_MOST_MODELS)
def vendor_of(model: str) -> str:
    """Return the vendor of a model id, such as `anthropic`. An unknown one is named by the
    beginning of the id, so that it is no other's vendor.
    """
    segments = [s for s in re.split(r"[/,]", model.lower().lstrip("~")) if s]
    known = next((_NAMES[s] for s in segments[:-1] if s in _NAMES), None)
    return known or _by_name(segments[-1] if segments else "") or _unknown(segments)


def _by_name(name: str) -> str | None:
    """Return the vendor by the last part of an id; Bedrock writes `us.anthropic.claude-x-v1:0`."""
    parts = name.split(":")[0].split(".")
    named = (_NAMES[part] for part in parts[:-1] if part in _NAMES)
    return next(named, None) or next(filter(None, map(_family, parts)), None)


def _family(name: str) -> str | None:
    return next((vendor for vendor, family in _FAMILY.items() if family.match(name)), None)


def _unknown(segments: list[str]) -> str:
    named = [s for s in segments[:-1] if s not in _HOSTS]
    return next(iter([*named, *segments[-1:]]), "")
