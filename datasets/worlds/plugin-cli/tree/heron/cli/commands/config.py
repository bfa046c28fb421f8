"""heron config show, heron config get"""

import json
from argparse import Namespace

from heron.cli.session import settings_of
from heron.errors import ConfigError


def run(args: Namespace) -> int:
    settings, _ = settings_of(args)
    found = settings.flattened()
    if args.path == "config get":
        if args.place1 not in found:
            raise ConfigError(f"{args.place1}: there is no such setting")
        print(json.dumps(found[args.place1]))
        return 0
    for key, value in found.items():
        origin = f"  # {settings.origins.get(key, 'default')}" if args.origin else ""
        print(f"{key} = {json.dumps(value)}{origin}")
    return 0
