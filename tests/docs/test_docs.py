"""What can be set or called is documented, and what is documented exists."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic.alias_generators import to_camel
from typer.main import get_command
from typer.testing import CliRunner

from cli.main import app
from contracts.config import ConfigDraft
from contracts.decision import Reason
from contracts.tier import TierBars

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(\w+)` \| .* \| (?:`(.*?)`|required) \| .* \|$", re.M)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(ROW.findall(read("docs/configuration.md")))
    fields = {to_camel(name): field for name, field in ConfigDraft.model_fields.items()}
    assert rows.keys() == fields.keys()
    for name, field in fields.items():
        default = "" if field.is_required() else json.dumps(field.default, default=TierBars.wire)
        assert rows[name] == default, name


def test_every_route_of_the_admin_api_is_documented() -> None:
    sources = [read(f"functions/admin/{name}.py") for name in ("handler", "runs", "tables")]
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
