"""Attach auto-routing to gateways that people run already.

litellm: the package for the LiteLLM proxy
environment: installs LiteLLM in an environment of its own, and starts its proxy there
"""
