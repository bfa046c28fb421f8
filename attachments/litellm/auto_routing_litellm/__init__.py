"""Lets a LiteLLM proxy serve the virtual model of auto-routing.

Everything but `proxy` needs nothing but the standard library and httpx, which LiteLLM has.

settings: what an operator sets under `callback_settings.auto_routing`
request: what is asked of `/decide` about a request
breaker: keeps requests from waiting for a `/decide` that fails again and again
ask: asks `/decide` within the deadline
resolve: chooses the model that serves, and falls back for any reason
edit: names that model, and its effort, in a request
proxy: the hook that LiteLLM calls
"""
