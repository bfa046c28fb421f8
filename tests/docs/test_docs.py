"""All that can be set or called is documented, and all that is documented exists."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic.alias_generators import to_camel
from typer.main import get_command
from typer.testing import CliRunner

from cli import config_docs
from cli.main import app
from contracts.config import ConfigDraft
from contracts.decision import Reason

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(\w+)` \| .* \| (?:`(.*?)`|required) \| .* \|$", re.M)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(ROW.findall(read("docs/configuration.md")))
    fields = {to_camel(name): field for name, field in ConfigDraft.model_fields.items()}
    assert rows.keys() == fields.keys()
    for name, field in fields.items():
        default = (
            "" if field.is_required() else json.dumps(field.default, default=config_docs.plain)
        )
        assert rows[name] == default, name


def test_the_table_of_settings_is_made_from_their_docstrings() -> None:
    """Renew it with `python -m cli.config_docs`."""
    document = read("docs/configuration.md")
    assert config_docs.renewed(document) == document
    assert config_docs.table() in document


def test_the_example_config_can_be_saved() -> None:
    ConfigDraft.from_json(read("docs/example-config.json"))


def test_the_command_line_prints_every_setting() -> None:
    shown = " ".join(CliRunner().invoke(app, ["config", "fields"]).output.split())
    for field in config_docs.fields():
        assert f"{field.name} ({field.bounds}; default {field.default}) {field.meaning}" in shown


def test_every_route_of_the_admin_api_is_documented() -> None:
    sources = [
        read(f"functions/admin/{name}.py")
        for name in ("handler", "runs", "tables", "dataset", "usage")
    ]
    routes = re.findall(r'@(?:app|router)\.(get|put|post)\("(.+?)"\)', "".join(sources))
    assert routes
    for verb, path in routes:
        assert f"`{verb.upper()} {path}`" in read("docs/api.md")


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_is_documented(reason: str) -> None:
    assert f"`{reason}`" in read("docs/api.md")


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("datasets/*.md")]
    for document in documents:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_make_target_is_explained() -> None:
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.M)
    assert targets
    assert not [t for t in targets if not re.search(rf"^{t}:.*## ", read("Makefile"), re.M)]


def test_every_command_explains_itself() -> None:
    def commands(node: object) -> list[object]:
        below = getattr(node, "commands", {}).values()
        return [node, *(c for child in below for c in commands(child))]

    assert all(getattr(command, "help", None) for command in commands(get_command(app)))
    assert CliRunner().invoke(app, ["--help"]).exit_code == 0
