"""Starts the front: `python -m gateway.main SETTINGS.json [PORT [USAGE]]`.

USAGE is where usage rows are kept: a file of JSON lines, or `dynamodb:TABLE`.
The secrets are a JSON object on standard input, so that no environment, argument or file has them.
"""

import asyncio
import logging
import sys
from codecs import BOM_UTF8
from pathlib import Path

import uvicorn

from adapters.identities import verify
from contracts.errors import AutoRoutingError, Malformed
from contracts.identity import Identity
from gateway.catalogue import Catalogue
from gateway.front import Front
from gateway.resolve import Resolver
from gateway.rows import Rows, RowSink
from gateway.serve import Server
from gateway.settings import Secrets, Settings, secrets_in
from gateway.sinks import sink_of
from gateway.telemetry import told
from gateway.upstream import Upstream

# A load balancer that keeps a connection for longer than its server does answers 502 now and then.
_KEEP_ALIVE_SECONDS = 4_100
_DEFAULTS = ("8080", "usage.jsonl")
_USAGE = "usage: python -m gateway.main SETTINGS.json [PORT [USAGE.jsonl | dynamodb:TABLE]]"


def front_of(settings: Settings, secrets: Secrets, sink: RowSink) -> Front:
    """Return the application. Raises Malformed for settings that the secrets do not fit."""
    if settings.decide_url and not secrets.decide_secret:
        raise Malformed("decideSecret: is missing for decideUrl; set both or none")
    upstream = Upstream(settings, secrets)
    resolver = Resolver(settings, upstream, secrets.decide_secret)
    catalogue = Catalogue(settings, upstream.models, upstream.candidates)
    server = Server(settings, resolver, upstream, catalogue, Rows(told(sink, settings)))

    def known(token: str) -> Identity:
        return verify(token, secrets.signing_keys)

    return Front(server, secrets, known)


async def check(front: Front) -> None:
    """Read the provider's list once. Raises Refused when it lacks a fallback; a list that cannot be
    read says nothing.
    """
    upstream = front.server.upstream
    await upstream.open()
    try:
        await front.server.catalogue.check()
    finally:
        await upstream.close()


def serve(front: Front, host: str, port: int) -> None:
    """Serve until the process is asked to end; streams that are under way are ended first. Raises
    Refused before that for a fallback that the provider does not have.
    """
    asyncio.run(check(front))
    config = uvicorn.Config(
        front,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=front.server.settings.drain_seconds,
    )
    uvicorn.Server(config).run()


def main() -> None:
    given = sys.argv[1:]
    if len(given) not in (1, 2, 3):
        sys.exit(_USAGE)
    file, port, usage = (*given, *_DEFAULTS[len(given) - 1 :])
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        number, settings = _port(port), _settings(file)
        secrets = secrets_in(sys.stdin.buffer.read())
        serve(front_of(settings, secrets, sink_of(usage)), "127.0.0.1", number)
    except AutoRoutingError as error:
        sys.exit(f"error: {error}")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 2**16):
        raise Malformed(f"PORT: {text!r} is no number from 0 to 65535")
    return int(text)


def _settings(file: str) -> Settings:
    try:
        return Settings.from_json(Path(file).read_bytes().removeprefix(BOM_UTF8))
    except Malformed as error:
        raise Malformed(f"{file}: {error}") from None
    except OSError as error:
        raise Malformed(f"{file}: {error.strerror}; name the file with the settings") from None


if __name__ == "__main__":
    main()
