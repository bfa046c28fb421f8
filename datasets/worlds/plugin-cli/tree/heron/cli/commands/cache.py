"""heron cache clear, heron cache size"""

from argparse import Namespace

from heron.cache.store import Store
from heron.cli.session import root_of, settings_of


def run(args: Namespace) -> int:
    settings, _ = settings_of(args)
    store = Store(root_of(args) / settings.get("cache.path"))
    if args.path == "cache clear":
        print(f"{store.clear()} entries deleted")
    else:
        found = store.entries()
        print(f"{len(found)} entries, {sum(p.stat().st_size for p in found)} bytes")
    return 0
