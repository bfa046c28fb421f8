"""Starts the front: `python -m gateway.main SETTINGS.json [PORT [USAGE]]`.

USAGE is where usage rows are kept: a file of JSON lines, or `dynamodb:TABLE`.
The secrets are a JSON object on standard input, so that no environment, argument or file has them.
"""

import sys
from pathlib import Path

import uvicorn

from adapters.identities import verify
from contracts.errors import AutoRoutingError
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
    """Return the application."""
    upstream = Upstream(settings, secrets)
    resolver = Resolver(settings, upstream, secrets.decide_secret)
    catalogue = Catalogue(settings, upstream.models, upstream.candidates)
    server = Server(settings, resolver, upstream, catalogue, Rows(told(sink, settings)))

    def known(token: str) -> Identity:
        return verify(token, secrets.signing_keys)

    return Front(server, secrets, known)


def serve(front: Front, host: str, port: int) -> None:
    """Serve until the process is asked to end; streams that are under way are ended first."""
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
    try:
        settings = Settings.from_json(Path(file).read_bytes())
        secrets = secrets_in(sys.stdin.buffer.read())
        sink = sink_of(usage)
    except AutoRoutingError as error:
        sys.exit(f"error: {error}")
    serve(front_of(settings, secrets, sink), "127.0.0.1", int(port))


if __name__ == "__main__":
    main()
