"""The option that sets the skills of simulated models."""

from typing import Annotated

import typer

from contracts.errors import AutoRoutingError
from local.provider import Catalogue

Skill = Annotated[
    list[str] | None,
    typer.Option(
        help="Set the skill of a simulated model in a tier, as in sim/small.medium=0.4. Repeatable."
    ),
]


def catalogue(overrides: list[str]) -> Catalogue:
    """Return the simulated models with these skills. Raises AutoRoutingError that names a wrong
    one."""
    found = Catalogue.load()
    for text in overrides:
        name, _, value = text.partition("=")
        model, _, tier = name.rpartition(".")
        try:
            found = found.with_skill(model, tier, float(value))
        except (ValueError, KeyError) as error:
            raise AutoRoutingError(
                f"--skill {text}: {error}; write MODEL.TIER=SHARE, as in sim/small.medium=0.4"
            ) from error
    return found
