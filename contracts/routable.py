"""The models that can be routed to."""

VIRTUAL_PREFIX = "kilo-auto/"


def not_virtual(model: str) -> str:
    """Return `model`. Raises ValueError for a virtual one."""
    if model.startswith(VIRTUAL_PREFIX):
        raise ValueError(
            f"{model} is a virtual model that auto-routing itself routes; name a real model"
        )
    return model
