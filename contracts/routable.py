"""The models that can be routed to."""

VIRTUAL_PREFIX = "kilo-auto/"
# What OpenRouter understands behind the id of any model: how to choose among its providers, and a
# web search. No list of models names them.
_VARIANTS = (":nitro", ":floor", ":online", ":exacto")


def listed_id(model: str) -> str:
    """Return the id under which a provider lists `model`."""
    return next((model.removesuffix(v) for v in _VARIANTS if model.endswith(v)), model)


def not_virtual(model: str) -> str:
    """Return `model`. Raises ValueError for a virtual one."""
    if model.startswith(VIRTUAL_PREFIX):
        raise ValueError(
            f"{model} is a virtual model that auto-routing itself routes; name a real model"
        )
    return model
