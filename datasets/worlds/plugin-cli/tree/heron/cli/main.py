"""Runs a command. Errors go to stderr as one line, `heron: …`, with their exit code."""

import importlib
import sys

from heron.cli.parser import parser
from heron.errors import HeronError


def main(argv: list[str]) -> int:
    args = parser().parse_args(argv)
    module = importlib.import_module(f"heron.cli.commands.{args.path.partition(' ')[0]}")
    try:
        code = module.run(args)
    except HeronError as error:
        print(f"heron: {error}", file=sys.stderr)
        return error.code
    except BrokenPipeError:
        return 0
    return int(code)
