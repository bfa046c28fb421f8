"""The gateway beside the local stack."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from adapters.aws.secrets import ProviderSecret
from gateway.settings import CLAUDE_ALIAS, VIRTUAL
from local import gateway as local_gateway
from local.gateway import gateway
from local.process import free_port
from local.servers import ProcessDied

SECRETS = UPSTREAM, DECIDE = "upstream-secret", "decide-secret"


def dead() -> str:
    return f"http://127.0.0.1:{free_port()}"


def test_it_serves_until_the_block_ends_and_keeps_no_secret_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "usage.jsonl").write_text("of an earlier one\n")
    with gateway(ProviderSecret(dead(), UPSTREAM), dead(), DECIDE, tmp_path) as front:
        headers = {"authorization": f"Bearer {front.key}"}
        listed = httpx.get(f"{front.url}/models", headers=headers).json()["data"]
        assert {row["id"] for row in listed} == {VIRTUAL, CLAUDE_ALIAS}
        assert front.rows == []
        written = "".join(path.read_text() for path in tmp_path.iterdir())
        assert not any(secret in written for secret in (*SECRETS, front.key))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(front.url).port)) != 0


def test_one_that_is_told_to_end_writes_its_rows_first(tmp_path: Path) -> None:
    """They would wait for a second more."""
    asked = {"model": VIRTUAL, "messages": [{"role": "user", "content": "hi"}]}
    with gateway(ProviderSecret(dead(), UPSTREAM), dead(), DECIDE, tmp_path) as front:
        headers = {"authorization": f"Bearer {front.key}"}
        answer = httpx.post(f"{front.url}/chat/completions", json=asked, headers=headers)
        assert answer.status_code == 502
    assert [row.attempt for row in front.rows] == ["first", "retry"]
    for row in front.rows:
        assert (row.model, row.cost_usd, row.cost_known) == (local_gateway.FALLBACK, None, False)
    assert "lost" not in (tmp_path / "gateway.log").read_text()


def test_one_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(local_gateway, "free_port", lambda: taken.getsockname()[1])
        monkeypatch.setattr(local_gateway, "_healthy", lambda _: False)
        with (
            pytest.raises(ProcessDied, match="address already in use"),
            gateway(ProviderSecret(dead(), UPSTREAM), dead(), DECIDE, tmp_path),
        ):
            pass
