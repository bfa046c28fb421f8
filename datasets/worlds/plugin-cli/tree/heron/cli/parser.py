"""Makes the parser of the command line from the tree."""

import argparse

from heron.cli.tree import COMMANDS, Command, Option


def parser() -> argparse.ArgumentParser:
    root = COMMANDS[0]
    made = argparse.ArgumentParser(prog="heron", description=root.help, allow_abbrev=False)
    _options(made, root)
    groups = {"": made.add_subparsers(dest="command", required=True, metavar="COMMAND")}
    for command in COMMANDS[1:]:
        above, _, name = command.path.rpartition(" ")
        kwargs = {} if command.hidden else {"help": command.help}
        sub = groups[above].add_parser(name, aliases=list(command.aliases), allow_abbrev=False, **kwargs)
        sub.set_defaults(path=command.path)
        _options(sub, command)
        for number, kind in enumerate(command.places, 1):
            choices = kind.removeprefix("choice:").split(",") if kind.startswith("choice:") else None
            sub.add_argument(f"place{number}", choices=choices, metavar=kind.partition(":")[0].upper())
        if any(c.path.startswith(command.path + " ") for c in COMMANDS):
            groups[command.path] = sub.add_subparsers(dest="sub", required=True, metavar="COMMAND")
    return made


def _options(made: argparse.ArgumentParser, command: Command) -> None:
    for option in command.options:
        if option.names == ("--version",):
            from heron import __version__

            made.add_argument("--version", action="version", version=f"heron {__version__}")
        elif option.kind == "none":
            made.add_argument(*option.names, action="store_true", help=option.help)
        else:
            made.add_argument(*option.names, help=option.help, **_valued(option))


def _valued(option: Option) -> dict[str, object]:
    if option.many:
        return {"action": "append", "default": []}
    if option.kind.startswith("choice:"):
        return {"choices": option.kind.removeprefix("choice:").split(",")}
    return {"default": option.default}
