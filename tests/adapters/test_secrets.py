"""Secrets in a process's memory: how old they get, and what a rotation looks like."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from rich.pretty import pretty_repr

from adapters.aws.secrets import Secrets
from adapters.provider.client import provider_of
from contracts.errors import SecretUnusable


class Gone(Exception): ...


class Client:
    """Secrets Manager with one secret, or without."""

    exceptions = SimpleNamespace(ResourceNotFoundException=Gone)

    def __init__(self, **stages: str) -> None:
        self.stages, self.asked = stages, 0

    def get_secret_value(self, *, SecretId: str, VersionStage: str) -> dict[str, str]:  # noqa: N803
        self.asked += 1
        if VersionStage not in self.stages:
            raise Gone
        return {"SecretString": self.stages[VersionStage]}


def secrets(client: Any) -> Secrets:
    return Secrets(client)


def aged(found: Secrets, seconds: float) -> None:
    for name, (at, value) in list(found._kept.items()):
        found._kept[name] = (at - seconds, value)


def until(step: Any) -> None:
    end = time.monotonic() + 5
    while not step():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_secret_is_read_once_in_a_while() -> None:
    client = Client(AWSCURRENT="one")
    found = secrets(client)
    assert [found.text("arn") for _ in range(3)] == ["one"] * 3
    assert client.asked == 1


def test_from_the_fourth_minute_on_it_is_read_anew_while_nobody_waits() -> None:
    client = Client(AWSCURRENT="one")
    found = secrets(client)
    found.text("arn")
    client.stages["AWSCURRENT"] = "two"
    aged(found, 250)
    assert found.text("arn") == "one"
    until(lambda: found.text("arn") == "two")
    assert client.asked == 2


def test_after_five_minutes_the_reader_waits_and_a_failure_leaves_the_old_one() -> None:
    client = Client(AWSCURRENT="one")
    found = secrets(client)
    found.text("arn")
    client.stages["AWSCURRENT"] = "two"
    aged(found, 301)
    assert found.text("arn") == "two"
    client.stages.clear()
    aged(found, 301)
    assert found.text("arn") == "two"
    with pytest.raises(Gone):
        found.text("another")


def test_the_newest_one_is_ten_seconds_old_at_the_most() -> None:
    client = Client(AWSCURRENT="one")
    found = secrets(client)
    found.text("arn")
    client.stages["AWSCURRENT"] = "two"
    assert found.newest("arn") == "one"
    aged(found, 11)
    assert found.newest("arn") == found.text("arn") == "two"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "not JSON"),
        ("{}", "baseUrl"),
        ('{"baseUrl": "ftp://x", "apiKey": "k"}', "baseUrl"),
        ('{"baseUrl": "https://x/v1?key=1", "apiKey": "k"}', "baseUrl"),
        ('{"baseUrl": "https://x", "apiKey": " "}', "apiKey"),
    ],
)
def test_an_unusable_provider_secret_names_the_field_and_the_remedy_and_no_value(
    text: str, named: str
) -> None:
    with pytest.raises(SecretUnusable, match="autoroute provider set") as error:
        secrets(Client(AWSCURRENT=text)).provider("arn")
    assert named in str(error.value)
    assert "key=1" not in str(error.value)


def test_a_provider_secret_never_shows_its_key() -> None:
    found = secrets(Client(AWSCURRENT='{"baseUrl": "https://x/v1", "apiKey": "k3y"}')).provider("a")
    assert (found.base_url, found.api_key) == ("https://x/v1", "k3y")
    assert "k3y" not in f"{found} {found!r} {pretty_repr(found)} {provider_of(found)!r}"


def test_a_doubted_secret_is_read_again_and_stays_if_that_fails() -> None:
    client = Client(AWSCURRENT="old")
    found = secrets(client)
    assert found.text("arn") == "old"
    client.stages = {"AWSCURRENT": "new"}
    assert found.text("arn") == "old"
    found.doubt("arn")
    assert found.text("arn") == "new"
    client.stages = {}
    found.doubt("arn")
    assert found.text("arn") == "new"
