"""heron completion: the command tree as lines for completion/heron.bash"""

from argparse import Namespace

from heron.cli.tree import COMMANDS


def run(args: Namespace) -> int:
    for command in COMMANDS:
        flags = ",".join(["hidden"] * command.hidden + [f"alias={name}" for name in command.aliases])
        print("\t".join(["command", command.path or ".", flags or "-"]))
        for option in command.options:
            more = ",".join(["many"] * option.many + [f"group={option.group}"] * bool(option.group))
            print("\t".join(["option", command.path or ".", ",".join(option.names), option.kind, more or "-"]))
        for kind in command.places:
            print("\t".join(["place", command.path or ".", kind, "-"]))
    return 0
