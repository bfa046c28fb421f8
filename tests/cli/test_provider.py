"""`autoroute provider`: a wrong key, a dead provider and a missing model are told apart."""

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.aws.secrets import ProviderSecret
from adapters.provider.check import check
from adapters.provider.client import Provider
from cli.choice import choice
from cli.provider import app
from contracts.errors import AutoRoutingError
from contracts.failure import FailureCause
from local.provider.catalogue import Catalogue
from local.provider.server import Running, serve
from tests.cli.refusing import refusing


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with serve(Catalogue.load(), (), ()) as found:
        yield found


class Target:
    """A stack that remembers what was stored."""

    def __init__(self, stored: ProviderSecret | None = None) -> None:
        self.stored = stored

    def provider(self) -> ProviderSecret:
        assert self.stored is not None
        return self.stored

    def set_provider(self, base_url: str, api_key: str) -> None:
        self.stored = secret(base_url, api_key)


def secret(base_url: str, key: str) -> ProviderSecret:
    return ProviderSecret.from_wire({"baseUrl": base_url, "apiKey": key})


def called(target: Target, monkeypatch: pytest.MonkeyPatch, *words: str, key: str = "k") -> Any:
    monkeypatch.setattr(choice, "target", lambda: target)
    monkeypatch.setenv("AUTOROUTE_PROVIDER_KEY", key)
    return CliRunner().invoke(app, list(words))


def test_a_provider_that_answers_is_stored(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Target()
    done = called(target, monkeypatch, "set", "--base-url", running.base_url, key=running.key)
    assert done.exception is None
    assert target.stored == secret(running.base_url, running.key)


@pytest.mark.parametrize(("dead", "cause"), [(False, "key_refused"), (True, "provider_error")])
def test_a_wrong_key_or_a_dead_provider_is_not_stored_unless_wanted(
    running: Running, monkeypatch: pytest.MonkeyPatch, dead: bool, cause: str
) -> None:
    target, url = Target(), "http://127.0.0.1:9/v1" if dead else running.base_url
    done = called(target, monkeypatch, "set", "--base-url", url, key="wrong")
    assert isinstance(done.exception, AutoRoutingError)
    assert str(done.exception).startswith(f"provider: {cause}: ")
    assert str(done.exception).endswith("; nothing was stored")
    assert target.stored is None
    called(target, monkeypatch, "set", "--base-url", url, "--no-check", key="wrong")
    assert target.stored == secret(url, "wrong")


def test_a_check_says_what_works_and_what_is_missing(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Target(secret(running.base_url, running.key))
    done = called(target, monkeypatch, "check", "--model", "sim/small", "--model", "no/such")
    assert isinstance(done.exception, AutoRoutingError)
    shown = " ".join(done.output.split())
    assert "8 models are listed, 8 of them with prices" in shown
    assert shown.count("works") == 2
    assert "model_missing" in shown


def test_what_a_server_refuses_is_left_out_and_told() -> None:
    with refusing("usage", "temperature", "max_tokens") as base_url:
        found = {each.kind: each for each in check(Provider(base_url, "k"), "m")}
    assert found["worker"].fault is None
    assert found["classifier"].fault is None
    assert found["worker"].refused == ("max_tokens", "temperature", "usage")


def test_a_refusal_of_what_is_not_optional_stays_a_refusal() -> None:
    with refusing("messages") as base_url:
        (first, _) = check(Provider(base_url, "k"), "m")
    assert first.fault is not None
    assert first.fault.cause is FailureCause.PROVIDER_REFUSED


def test_an_effort_that_a_server_refuses_is_not_left_out() -> None:
    asked = {"model": "m", "messages": [], "reasoning": {"effort": "high"}}
    with refusing("reasoning") as base_url:
        fault = Provider(base_url, "k").ask(asked).fault
    assert fault is not None
    assert fault.cause is FailureCause.PROVIDER_REFUSED
