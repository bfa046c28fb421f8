"""Run the simulated provider until Ctrl-C: `python -m local.provider`."""

import argparse
import threading
from contextlib import suppress
from pathlib import Path

from contracts.errors import AutoRoutingError
from local.provider import Catalogue, simulated_provider
from local.provider.catalogue import MODELS


def main() -> None:
    """Serve, and print the base URL and the key."""
    asked = _arguments()
    try:
        _serve(asked)
    except AutoRoutingError as error:
        raise SystemExit(str(error)) from error


def _serve(asked: argparse.Namespace) -> None:
    catalogue = Catalogue.load(asked.models)
    with (
        suppress(KeyboardInterrupt),
        simulated_provider(catalogue, asked.port, asked.key) as provider,
    ):
        print(provider.base_url, provider.key, flush=True)
        threading.Event().wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.provider", description=__doc__)
    parser.add_argument("--models", type=Path, default=MODELS, help="TOML file of the models")
    parser.add_argument("--port", type=int, default=0, help="a free one unless given")
    parser.add_argument("--key", help="what callers must present; a random one unless given")
    return parser.parse_args()


if __name__ == "__main__":
    main()
