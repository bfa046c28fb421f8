"""heron check"""

import sys
from argparse import Namespace
from pathlib import Path

from heron.cli.session import registry_of, root_of
from heron.engine.run import run as run_engine
from heron.report import render


def run(args: Namespace) -> int:
    settings, registry = registry_of(args)
    lines: list[str] = []
    outcome = run_engine(root_of(args), settings, registry, lines.append)
    if args.trace:
        Path(args.trace).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    text = render(outcome, settings)
    if settings.get("report.output"):
        Path(settings.get("report.output")).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    if args.stats:
        told = " ".join(f"{name}={n}" for name, n in sorted(outcome.stats.items()))
        print(f"cache: {told}", file=sys.stderr)
    return outcome.code(settings.get("core.fail-on"))
