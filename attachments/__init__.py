"""Attach auto-routing to gateways that people run already.

litellm: the package for LiteLLM's proxy
environment: starts these gateways as `make test` installs them
"""
