"""Starts the front as a service on AWS: `python -m gateway.service`.

The settings stand in its environment; the secrets are read from Secrets Manager, once a minute.
"""

import dataclasses
import logging
import sys
import time
from dataclasses import dataclass
from threading import Thread
from typing import Protocol

from msgspec import ValidationError

from adapters import settings as environment
from adapters.aws import clients
from adapters.aws.secrets import Secrets as Manager
from adapters.identities import verify
from contracts.errors import AutoRoutingError, Malformed, SecretUnusable
from contracts.hot_record import HotRecord, replace
from contracts.identity import Identity
from contracts.json_text import read_json
from gateway.callers import SHAPE, KeysByUser, check
from gateway.front import Front
from gateway.main import front_of, serve
from gateway.settings import Secrets, Settings
from gateway.sinks import sink_of

# Fargate kills a process 120 s after it was asked to end: some are left to write the rows.
MOST_DRAIN_SECONDS = 100
_EVERY_SECONDS = 60.0  # chosen: a key that is taken away works no longer than this
_log = logging.getLogger(__name__)


class Environment(environment.Settings):
    """The environment. `gateway_settings` are the settings as JSON, without `decideUrl`."""

    gateway_settings: str
    decide_url: str
    provider_secret_arn: str
    decide_secret_arn: str
    signing_secret_arn: str
    callers_secret_arn: str
    usage_table_name: str
    host: str = "0.0.0.0"  # noqa: S104
    port: int = 8080

    @property
    def settings(self) -> Settings:
        """Return the settings. Raises Malformed."""
        found = Settings.from_json(self.gateway_settings)
        drain = min(found.drain_seconds, MOST_DRAIN_SECONDS)
        return replace(found, decide_url=self.decide_url, drain_seconds=drain)


class Callers(HotRecord):
    """The users, each with a key or several."""

    users: KeysByUser

    def __post_init__(self) -> None:
        check(self.users)


class Readable(Protocol):
    """Where the secrets are."""

    def read(self) -> Secrets: ...


@dataclass(frozen=True)
class Source:
    """The secrets in Secrets Manager."""

    env: Environment
    upstream_url: str

    def read(self) -> Secrets:
        """Return the secrets as they are now. Raises SecretUnusable with the remedy, and what
        botocore raises."""
        env, manager = self.env, Manager(clients.secretsmanager())
        provider = manager.provider(env.provider_secret_arn)
        if provider.base_url.rstrip("/") != self.upstream_url.rstrip("/"):
            raise SecretUnusable(
                "provider secret: its baseUrl is not upstreamUrl, to which its key would be sent; "
                "set both to the same"
            )
        return Secrets(
            upstream_key=provider.api_key,
            decide_secret=manager.text(env.decide_secret_arn),
            keys_by_user=callers(manager.text(env.callers_secret_arn)),
            signing_keys=manager.valid(env.signing_secret_arn),
        )


def callers(text: str) -> KeysByUser:
    """Return the users with their keys. Raises SecretUnusable, without a word of the text."""
    try:
        return Callers.from_wire({"users": read_json(text)}).users
    except (Malformed, ValueError) as error:
        told = str(error) if isinstance(error, Malformed) else "is not JSON"
        raise SecretUnusable(f"callers secret: {told}; {SHAPE}") from None


def renew(front: Front, secrets: Secrets) -> None:
    """Have the requests from now on use other secrets; those under way keep theirs."""
    if secrets == front.secrets:
        return
    server = front.server
    resolver = dataclasses.replace(server.resolver, secret=secrets.decide_secret)
    server.upstream.secrets = front.secrets = secrets
    front.server = dataclasses.replace(server, resolver=resolver)


def renewed(front: Front, source: Readable) -> None:
    """Read the secrets again; those that are known stay when they cannot be read."""
    try:
        renew(front, source.read())
    except SecretUnusable as error:
        _log.warning("the secrets stay as they are: %s", error)
    except Exception as error:
        _log.warning("the secrets cannot be read again: %s", type(error).__name__)


def _renewing(front: Front, source: Readable) -> None:
    while True:
        time.sleep(_EVERY_SECONDS)
        renewed(front, source)


def _first(source: Readable) -> Secrets:
    """Return the secrets. Raises SecretUnusable, also for what botocore raises."""
    try:
        return source.read()
    except SecretUnusable:
        raise
    except Exception as error:
        told = f"{type(error).__name__}; see the task's role and the ARNs of its environment"
        raise SecretUnusable(f"AWS does not give the secrets: {told}") from error


def started(env: Environment) -> Front:
    """Return the front, with its secrets, which are read again from now on."""
    settings = env.settings
    source = Source(env, settings.upstream_url)
    front = front_of(settings, _first(source), sink_of(f"dynamodb:{env.usage_table_name}"))

    def known(token: str) -> Identity:
        return verify(token, front.secrets.signing_keys)

    front.verify = known
    Thread(target=_renewing, args=(front, source), daemon=True).start()
    return front


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        env = environment.settings(Environment)
        serve(started(env), env.host, env.port)
    except AutoRoutingError as error:
        sys.exit(f"the gateway does not start: {error}")
    except (KeyError, ValidationError) as error:
        sys.exit(f"the gateway does not start: environment: {error}")


if __name__ == "__main__":
    main()
