"""What an operator may set of the gateway, and what is refused before anything is deployed."""

from pathlib import Path
from typing import Any

import pytest

from infra.gateway_options import _NUMBERS, _TEXTS, options_of
from local.synth import ROOT, SynthFailed, synthesize
from tests.infra.gateway_template import CERTIFICATE, settings_in

REFUSED = [
    ({"gateway": "yes"}, "gateway: must be `true` or `false`"),
    ({"gatewaySettings": None}, "gatewaySettings: is missing"),
    ({"gatewaySettings": "/nowhere.json"}, "gatewaySettings: /nowhere.json: No such file"),
    ({"gatewayCertificate": CERTIFICATE}, "gatewayCertificate: no such context"),
    ({"gatewayCertificateArn": "mine"}, "gatewayCertificateArn: must be the ARN"),
    ({"gatewayFrom": "10.0.0.1/8"}, "gatewayFrom: 10.0.0.1/8 has host bits set"),
    ({"gatewayMinTasks": "0"}, "gatewayMinTasks: must be a whole number from 1"),
    ({"gatewayMinTasks": "9"}, "gatewayMinTasks: must not be more than gatewayMaxTasks"),
    ({"gatewayCpuPercent": "half"}, "gatewayCpuPercent: must be a whole number from 10 to 90"),
]


def _node(context: dict[str, Any]) -> Any:
    """Return what the options read of a construct's node."""

    class Node:
        def get_all_context(self) -> dict[str, Any]:
            return {name: value for name, value in context.items() if value is not None}

    return Node()


@pytest.mark.parametrize(("changes", "told"), REFUSED, ids=lambda given: str(given)[:40])
def test_what_cannot_work_is_refused_by_name(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    usual = {"gateway": "true", "gatewaySettings": settings_in(tmp_path), "schedule": "rate(1 day)"}
    assert options_of(_node(usual)) is not None
    with pytest.raises(ValueError, match=told.replace("(", r"\(")):
        options_of(_node({**usual, **changes}))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"deadlineMs": 5}, "deadlineMs"),
        ({"fallbacks": []}, "fallbacks"),
        ({"decideUrl": "https://other.test/decide"}, "decideUrl: leave it out"),
        ({"telemetry": "otlp"}, "telemetry: must be off"),
        ({"deniedModels": ["m/one"]}, "fallbacks: m/one is in deniedModels; take it out of one"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_their_field(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    usual = {"gateway": "true", "gatewaySettings": settings_in(tmp_path, **changes)}
    with pytest.raises(ValueError, match=rf"^gatewaySettings: .*{told}"):
        options_of(_node(usual))


def test_a_synthesis_ends_with_that_message(tmp_path: Path) -> None:
    file = settings_in(tmp_path, silentSeconds=0)
    with pytest.raises(SynthFailed, match=r"gatewaySettings: .*silentSeconds"):
        synthesize(tmp_path / "out", gateway="true", gatewaySettings=file)


@pytest.mark.parametrize("given", [None, "false", False])
def test_it_is_off_unless_it_is_asked_for(given: Any) -> None:
    assert options_of(_node({"gateway": given, "gatewaySettings": "/nowhere.json"})) is None


def test_each_context_of_it_is_documented() -> None:
    text = (ROOT / "docs/configuration.md").read_text()
    for name in ("gateway", *_TEXTS, *_NUMBERS):
        default = str(_NUMBERS[name][0]) if name in _NUMBERS else "none"
        assert f"| `{name}` | {default} |" in text, name
