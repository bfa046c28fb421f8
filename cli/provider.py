"""Command: connect the model provider, and check what it can do."""

from typing import Annotated

import typer

from adapters.aws.secrets import ProviderSecret
from adapters.provider.check import Checked, check
from adapters.provider.client import Provider, provider_of
from adapters.provider.faults import missing
from adapters.provider.listing import Row
from cli.choice import choice
from cli.console import console, usd
from cli.render import grid
from contracts.errors import AutoRoutingError, ProviderFailure
from contracts.failure import FailureCause, remedy
from contracts.routable import listed_id

app = typer.Typer(no_args_is_help=True, help="Connect the model provider, and check it.")
BaseUrl = Annotated[
    str, typer.Option(help="OpenAI-compatible base URL, as https://openrouter.ai/api/v1.")
]
ApiKey = Annotated[str, typer.Option(prompt=True, hide_input=True, envvar="AUTOROUTE_PROVIDER_KEY")]


@app.command("set")
def provider_set(
    base_url: BaseUrl,
    api_key: ApiKey,
    unchecked: Annotated[
        bool, typer.Option("--no-check", help="Store them even if the provider does not answer.")
    ] = False,
) -> None:
    """Check the provider's base URL and key, and store them in Secrets Manager. Prompts for the
    key."""
    target = choice.target()
    secret = ProviderSecret.from_wire({"baseUrl": base_url, "apiKey": api_key})
    if not unchecked:
        _listed(provider_of(secret), "; nothing was stored")
    target.set_provider(base_url, api_key)
    console.print(
        "provider saved; the next plan and run use it, new worker tasks too, and /decide within "
        "five minutes"
    )


@app.command("check")
def provider_check(
    models: Annotated[
        list[str], typer.Option("--model", help="Model to call; can be given more than once.")
    ],
) -> None:
    """List the stored provider's models, and make one tiny paid call of each kind to some."""
    provider = provider_of(choice.target().provider())
    rows = _listed(provider)
    priced = sum(row.price.prompt is not None for row in rows)
    console.print(f"{len(rows)} models are listed, {priced} of them with prices")
    names = {row.id for row in rows}
    shown = grid("Calls", "model", "kind", "outcome", "cost", "detail")
    found = [(model, each) for model in models for each in _checked(provider, model, names)]
    for model, each in found:
        shown.add_row(model, *_row(each))
    console.print(shown)
    if any(each.fault for _, each in found):
        raise AutoRoutingError("provider: something that is needed does not work; see the table")


def _listed(provider: Provider, more: str = "") -> list[Row]:
    """Return the models. Raises AutoRoutingError with the cause and the remedy."""
    try:
        return provider.models()
    except ProviderFailure as error:
        does = _remedy(error.cause)
        raise AutoRoutingError(f"provider: {error.cause}: {error.detail}; {does}{more}") from error


def _checked(provider: Provider, model: str, listed: set[str]) -> list[Checked]:
    """Return what came of the calls to a model; one that is not listed is not called."""
    if listed_id(model) not in listed:
        return [Checked("list", missing(model))]
    return check(provider, model)


def _row(found: Checked) -> tuple[str, str, str, str]:
    if found.fault:
        cause = found.fault.cause
        return found.kind, f"{cause}: {found.fault.detail}", "", _remedy(cause)
    return found.kind, "works", usd(found.cost_usd), "; ".join(_missing(found))


def _missing(found: Checked) -> list[str]:
    """Return what a call lacks that the benchmark would use."""
    return [
        *(["cost: candidates cannot be ranked by it"] if found.cost_usd is None else []),
        *([] if found.tokens else ["tokens"]),
        *([f"refused: {', '.join(found.refused)}"] if found.refused else []),
    ]


def _remedy(cause: FailureCause) -> str:
    """Return what to do; the command itself is no remedy for what it has found."""
    if cause is FailureCause.PROVIDER_ERROR:
        return "check the base URL, and whether the provider is up"
    return remedy(cause)
