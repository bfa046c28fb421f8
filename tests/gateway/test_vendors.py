"""A vendor is named by its models, however a provider or a gateway names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.vendors import vendor_of

MODELS = {
    "anthropic": "anthropic/claude-x claude-x openrouter/anthropic/claude-x "
    "vertex_ai/claude-x@2025 bedrock/us.anthropic.claude-x-v1:0 anthropic.claude-x-v2:0 "
    "bedrock/converse/anthropic.claude-x",
    "openai": "~openai/gpt-latest gpt-6 azure/gpt-4o azure_ai/o4-mini o1 o3 o3-mini o4-mini "
    "gpt-oss-120b gpt-oss:20b groq/openai/gpt-oss-120b chatgpt-4o-latest openrouter/openai/o3",
    "google": "google/gemma-3 gemma-3-27b gemini-3-pro vertex_ai/gemini-3 models/gemini-3 "
    "gemini/gemini-2.5-pro",
    "mistralai": "mistralai/x mistral/x ministral-8b codestral devstral-small mixtral-8x7b "
    "magistral-medium vertex_ai/codestral@latest eu.mistral.pixtral-large-2502-v1:0",
    "deepseek": "deepseek/deepseek-r1 deepseek-v4 deepseek/deepseek-r1-distill-llama-70b",
    "moonshotai": "moonshot/kimi kimi-k3 fireworks_ai/accounts/fireworks/models/kimi-k2p5",
    "x-ai": "x-ai/grok-4 xai/grok-4 grok-code-fast-1",
    "z-ai": "z-ai/glm-5 zai-org/GLM-5 provider,glm-5",
    "qwen": "qwen/qwen3 qwen3:8b ollama/qwen3-coder qwq-32b",
    "meta": "meta-llama/llama-4 @cf/meta/llama-3 groq/llama-3.3-70b llama3.1",
    "amazon": "amazon/nova-lite amazon.nova-pro-v1:0 bedrock/converse/us.amazon.nova-pro-v1:0 "
    "nova-2",
    "minimax": "minimax/minimax-m2 MiniMaxAI/MiniMax-M2 minimax-m2",
}
PAIRS = [(model, vendor) for vendor, models in MODELS.items() for model in models.split()]
OTHER = st.text("bcdfhjkvwxyz", min_size=3, max_size=8)


@pytest.mark.parametrize(("model", "vendor"), PAIRS)
def test_a_vendor_is_named_by_its_models(model: str, vendor: str) -> None:
    assert vendor_of(model) == vendor


@pytest.mark.parametrize(
    ("model", "vendor"),
    [("house", "house"), ("house/m", "house"), ("novara-1", "novara-1"), ("o200", "o200")],
)
def test_an_unknown_vendor_is_no_other_one(model: str, vendor: str) -> None:
    assert vendor_of(model) == vendor


@given(OTHER, OTHER, st.sampled_from(["", "openrouter/", "azure/", "bedrock/", "vertex_ai/"]))
def test_a_host_says_nothing_of_the_vendor(vendor: str, model: str, host: str) -> None:
    assert vendor_of(f"{host}{vendor}/{model}") == vendor_of(f"{vendor}/{model}") == vendor
    assert vendor_of(f"{host}{model}") == vendor_of(model)
