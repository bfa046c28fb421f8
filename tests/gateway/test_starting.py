"""What is wrong with the settings ends the process at its start, with the field and the remedy."""

import json
import subprocess
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import Malformed
from contracts.hot_record import replace
from gateway.main import _settings, front_of
from gateway.settings import Settings, secrets_in
from local.process import clean_env, free_port
from local.synth import ROOT
from tests.gateway.managed import secrets, served, settings
from tests.gateway.running import KEY, SECRETS, Kept
from tests.gateway.scripted import Answer, Scripted, scripted
from tests.gateway.stage import DEAD, plain

USUAL = {"upstreamUrl": f"{DEAD}/v1", "fallbacks": [{"model": "m/one"}]}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"deniedModels": ["m/one"]}, "fallbacks: m/one is in deniedModels; take it out of one"),
        ({"maxHeldBytes": 2_000}, "maxHeldBytes: must be at least maxBodyBytes"),
        ({"upstreamUrl": "http://[x"}, "upstreamUrl: names no host"),
        ({"decideUrl": "https:///decide"}, "decideUrl: names no host"),
        ({"upstreamUrl": "http://u:p@h/v1"}, "upstreamUrl: has a user or a password; leave"),
        ({"decideUrl": "http://u@h/decide"}, "decideUrl: has a user or a password; leave"),
        ({"upstreamUrl": "http://h:99999/v1"}, "upstreamUrl: has no port from 0 to 65535; mend"),
        ({"decideUrl": "http://h:x/"}, "decideUrl: has no port from 0 to 65535; mend"),
        ({"upstreamUrl": "http://h/v1#a"}, "upstreamUrl: has a fragment; leave out"),
        ({"upstreamUrl": "http://h/v1?a=b"}, "upstreamUrl: has a query"),
        ({"virtualModels": ["m/one"]}, "fallbacks: m/one is in virtualModels; name a real"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(
    changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(Malformed, match=f"^{told.partition('; ')[0]}"):
        Settings.from_json(json.dumps({**USUAL, **changes}))


@given(
    st.sampled_from(["upstreamKey", "decideSecret", "keysByUser"]),
    st.text(st.characters(categories=["Cc", "Zl"]), min_size=1, max_size=3),
    st.integers(0, 20),
)
def test_a_key_that_no_header_can_hold_is_refused(field: str, bad: str, at: int) -> None:
    key = f"{KEY * 2}"[:at] + bad + KEY
    usual = SECRETS.wire()
    found = {**usual, field: {"u-9": key} if field == "keysByUser" else key}
    with pytest.raises(Malformed, match="u-9" if field == "keysByUser" else field) as told:
        secrets_in(json.dumps(found))
    assert KEY not in str(told.value)


def test_decide_without_its_secret_is_refused() -> None:
    found = Settings.from_json(json.dumps({**USUAL, "decideUrl": "http://h/decide"}))
    with pytest.raises(Malformed, match="decideSecret: is missing for decideUrl"):
        front_of(found, replace(SECRETS, decide_secret=None), Kept())


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://h.test", "https://h.test"),
        ("https://h.test/", "https://h.test"),
        ("https://h.test/decide", "https://h.test"),
        ("https://h.test/decide/", "https://h.test"),
        ("https://h.test/$default/decide", "https://h.test/$default"),
        ("https://h.test/stage/", "https://h.test/stage"),
        ("https://h.test:8443/decide?code=1", "https://h.test:8443"),
    ],
)
def test_decide_is_found_however_its_address_ends(address: str, base: str) -> None:
    found = Settings.from_json(json.dumps({**USUAL, "decideUrl": address}))
    query = "?code=1" if "?" in address else ""
    for name in ("decide", "candidates"):
        assert found.decide_at(name) == f"{base}/{name}{query}"


@pytest.fixture
def provider() -> Iterator[Scripted]:
    with scripted(plain) as running:
        yield running


def said(folder: Path, found: dict[str, Any], *more: str, code: int = 1, typed: str = "") -> str:
    """Start the front; return what it says when it ends at once."""
    file = folder / "settings.json"
    file.write_text(json.dumps(found))
    done = subprocess.run(
        [sys.executable, "-m", "gateway.main", typed or str(file), *(more or (str(free_port()),))],
        input=SECRETS.wire_json(),
        cwd=ROOT,
        env=clean_env(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_fallback_that_the_provider_does_not_list_is_refused(
    tmp_path: Path, provider: Scripted
) -> None:
    found = {"upstreamUrl": f"{provider.url}/v1", "fallbacks": [{"model": "m/gone"}]}
    assert "error: fallbacks: the provider does not list m/gone; name" in said(tmp_path, found)


def test_mistakes_of_the_command_and_its_files_are_told_without_a_traceback(tmp_path: Path) -> None:
    assert "PORT: 'http' is no number" in said(tmp_path, USUAL, "http")
    assert "no.json: No such file" in said(tmp_path, USUAL, typed=str(tmp_path / "no.json"))
    assert "settings.json: fallbacks" in said(tmp_path, {**USUAL, "fallbacks": []})
    assert "usage: 'x:y' is neither" in said(tmp_path, USUAL, "0", "x:y")
    told = said(tmp_path, USUAL, "0", f"{tmp_path}/settings.json/rows")
    assert "settings.json/rows: " in told
    assert "name a file that can be written" in told


def test_a_file_that_is_no_json_is_named_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_bytes(BOM_UTF8 + json.dumps(USUAL).encode())
    assert _settings(str(file)) == Settings.from_json(json.dumps(USUAL))
    file.write_bytes(BOM_UTF8 + b"{")
    with pytest.raises(Malformed, match=r"s\.json: body: not JSON"):
        _settings(str(file))


def test_telemetry_that_is_not_installed_is_told_without_a_traceback(tmp_path: Path) -> None:
    """The packages are hidden from the process."""
    hidden = (
        "import sys; sys.modules['opentelemetry'] = None; from gateway.main import main; main()"
    )
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({**USUAL, "telemetry": "otlp"}))
    done = subprocess.run(
        [sys.executable, "-c", hidden, str(file), str(free_port())],
        input=SECRETS.wire_json(),
        cwd=ROOT,
        env=clean_env(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: telemetry: otlp needs OpenTelemetry; install it")
    assert "Traceback" not in done.stderr


def test_the_service_refuses_what_the_provider_does_not_list(provider: Scripted) -> None:
    provider.listed = Answer((b'{"data":[{"id":"m/other"}]}',))
    up = f"{provider.url}/v1"
    with served(secrets(up), settings(up), f"{DEAD}/decide", ready=False) as running:
        assert running.ended() == 1
    assert b"the gateway does not start: fallbacks: the provider does not list" in running.out
    assert b"Traceback" not in running.out


def test_the_service_starts_while_the_list_cannot_be_read() -> None:
    up = f"{DEAD}/v1"
    with served(secrets(up), settings(up), f"{DEAD}/decide") as running:
        assert running.healthy()


def test_aws_that_says_no_is_told_without_a_traceback() -> None:
    """The secret is not there."""
    up = f"{DEAD}/v1"
    known = {name: text for name, text in secrets(up).items() if name != "decide"}
    with served(known, settings(up), f"{DEAD}/decide", ready=False) as running:
        assert running.ended() == 1
    assert b"the gateway does not start: " in running.out
    assert b"Traceback" not in running.out
