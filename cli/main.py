"""Define `autoroute`, the command line of auto-routing."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.padding import Padding
from rich.text import Text

from adapters.own_api.decide_api import ask
from cli import config_docs, dataset, debug, demo, provider, render, run, table, usage
from cli.choice import choice
from cli.console import console, usd
from cli.evaluate import evaluate
from cli.explain import explained
from cli.requests import request
from cli.simulate.command import replay
from contracts.admin import WinnerView
from contracts.errors import AutoRoutingError
from contracts.hot_record import replace
from contracts.problems import problems
from infra.names import STACK_NAME

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Measure models, publish a routing table, and ask which model should serve a prompt.",
)
config_app = typer.Typer(
    no_args_is_help=True, help="Read, save and explain the config: models to measure, bars, caps."
)
app.add_typer(config_app, name="config")
app.add_typer(run.app, name="run")
app.add_typer(table.app, name="table")
app.add_typer(provider.app, name="provider")
app.add_typer(dataset.app, name="dataset")


@app.callback()
def options(
    local: Annotated[bool, typer.Option(help="Use the local stack that `make up` runs.")] = False,
    stack: Annotated[str, typer.Option(help="Name of the CloudFormation stack.")] = STACK_NAME,
    profile: Annotated[str | None, typer.Option(help="AWS profile to sign requests with.")] = None,
    region: Annotated[str | None, typer.Option(help="AWS region of the stack.")] = None,
) -> None:
    choice.local, choice.stack = local, stack
    choice.profile, choice.region = profile, region


@config_app.command("get")
def config_get() -> None:
    """Print the saved config as JSON."""
    console.print_json(data=_admin("GET", "/admin/config")["config"])


@config_app.command("put")
def config_put(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="As docs/example-config.json."),
    ],
) -> None:
    """Save a config from a JSON file; `autoroute config fields` lists its fields."""
    try:
        draft = json.loads(file.read_text())
    except ValueError as error:
        raise AutoRoutingError(
            f"{file} is not valid JSON ({error}); correct the file and try again"
        ) from error
    saved = _admin("PUT", "/admin/config", draft)["config"]
    console.print(f"saved at {saved['updatedAt']} by {saved['updatedBy']}")


@config_app.command("fields")
def config_fields() -> None:
    """List the fields of a config with bounds, default and meaning."""
    for field in config_docs.fields():
        console.print(f"[bold]{field.name}[/] ({field.bounds}; default {field.default})")
        console.print(Padding(Text(field.meaning), (0, 0, 0, 4)))


@app.command()
def winner() -> None:
    """Show the classifier that `/decide` uses."""
    _show_winner(_admin("GET", "/admin/classifier-winner"))


@app.command("choose-classifier")
def choose_classifier(
    why: Annotated[str, typer.Option(help="Reason, kept with the choice.")],
    model: Annotated[
        str | None, typer.Argument(help="Model id; leave it out to return to the winner.")
    ] = None,
    effort: Annotated[str | None, typer.Option(help="Reasoning effort.")] = None,
    max_output_tokens: Annotated[
        int | None,
        typer.Option(help="Most tokens of an answer, reasoning included; 300 if left out."),
    ] = None,
) -> None:
    """Make `/decide` classify with this model instead of the winner."""
    given = {"reasoningEffort": effort, "maxOutputTokens": max_output_tokens}
    tuning = {name: value for name, value in given.items() if value is not None}
    body = {"model": model, "why": why, "tuning": tuning}
    _show_winner(_admin("PUT", "/admin/classifier", body))


def _show_winner(answer: dict[str, Any]) -> None:
    view = WinnerView.from_wire(answer)
    if view.override:
        chosen = view.override
        console.print(f"classifier in use: {chosen.model}, chosen by {chosen.by}: {chosen.why}")
    none = "no classifier has won yet; measure some with `autoroute run start classifier`"
    console.print(render.winner(view.winner) if view.winner else none)


@app.command()
def decide(
    prompt: Annotated[str, typer.Argument(help="Text of the user's request.")],
    session: Annotated[
        str | None,
        typer.Option(help="Conversation id; a session keeps its model unless a switch pays."),
    ] = None,
    tools: Annotated[bool, typer.Option(help="Say that the request offers tools.")] = False,
    explain: Annotated[
        bool, typer.Option(help="Also show the other candidates and the reasons.")
    ] = False,
) -> None:
    """Ask which model should serve a prompt."""
    target = choice.target()
    asked = replace(request(prompt, session=session, tools=tools), explain=explain)
    answer = ask(target.outputs.decide_url, target.decide_secret, asked)
    model = answer.decision.model if answer.decision else "no decision"
    tier = f" (tier {answer.decision.tier})" if answer.decision else ""
    spent = f"{'' if answer.cost_known else 'at least '}{usd(answer.cost)}"
    console.print(f"{model}{tier}: {answer.reason}, classifier cost {spent}")
    for part in explained(answer) if explain else ():
        console.print(part)


app.command("debug-cli")(debug.debug_cli)
app.command("usage")(usage.usage)
app.command("evaluate")(evaluate)
app.command("replay")(replay)
app.command("demo")(demo.demo)
app.command("up")(demo.up)


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)


def main() -> None:
    try:
        app()
    except AutoRoutingError as error:
        console.print(f"[red]error:[/] {error}", soft_wrap=True)
        raise SystemExit(1) from None
    except ValidationError as error:
        console.print(f"[red]error:[/] {'; '.join(problems(error))}", soft_wrap=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
