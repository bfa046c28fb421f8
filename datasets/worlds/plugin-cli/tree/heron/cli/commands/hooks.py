"""heron hooks HOOK"""

from argparse import Namespace

from heron.cli.session import registry_of


def run(args: Namespace) -> int:
    _, registry = registry_of(args)
    for each in registry.wrappers(args.place1):
        print(f"{each.priority:4} {each.plugin} (wrapper)")
    for each in registry.calls(args.place1):
        old = " (api 1)" if registry.plugins[each.plugin].manifest.api == 1 else ""
        print(f"{each.priority:4} {each.plugin}{old}")
    return 0
