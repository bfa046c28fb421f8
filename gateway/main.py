"""Starts the front: `python -m gateway.main SETTINGS.json [PORT [USAGE.jsonl]]`.

The secrets are a JSON object on standard input, so that no environment, argument or file has them.
"""

import sys
from pathlib import Path

import uvicorn

from adapters.identities import verify
from contracts.identity import Identity
from gateway.catalogue import Catalogue
from gateway.front import Front
from gateway.resolve import Resolver
from gateway.rows import Rows, RowSink
from gateway.serve import Server
from gateway.settings import Secrets, Settings
from gateway.sinks import FileSink
from gateway.upstream import Upstream

# A load balancer that keeps a connection for longer than its server does answers 502 now and then.
_KEEP_ALIVE_SECONDS = 4_100
_DEFAULTS = ("8080", "usage.jsonl")


def front_of(settings: Settings, secrets: Secrets, sink: RowSink) -> Front:
    """Return the application."""
    upstream = Upstream(settings, secrets)
    resolver = Resolver(settings, upstream, secrets.decide_secret)
    catalogue = Catalogue(settings, upstream.models)
    server = Server(settings, resolver, upstream, catalogue, Rows(sink))

    def known(token: str) -> Identity:
        return verify(token, secrets.signing_keys)

    return Front(server, secrets, known)


def serve(settings: Settings, secrets: Secrets, sink: RowSink, host: str, port: int) -> None:
    """Serve until the process is asked to end; streams that are under way are ended first."""
    config = uvicorn.Config(
        front_of(settings, secrets, sink),
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
        timeout_graceful_shutdown=settings.drain_seconds,
    )
    uvicorn.Server(config).run()


def main() -> None:
    file, port, usage = (*sys.argv[1:], *_DEFAULTS[len(sys.argv) - 2 :])
    settings = Settings.from_json(Path(file).read_bytes())
    secrets = Secrets.from_json(sys.stdin.buffer.read())
    serve(settings, secrets, FileSink(Path(usage)), "127.0.0.1", int(port))


if __name__ == "__main__":
    main()
