"""The model provider: any OpenAI-compatible endpoint.

bounded: makes HTTP calls with one limit for the whole call and for the size of the answer
client: calls the provider: models, and chat completions
listing: lists its models with prices and capabilities
"""
