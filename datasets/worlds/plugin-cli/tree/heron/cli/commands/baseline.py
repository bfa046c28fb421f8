"""heron baseline write, heron baseline show"""

from argparse import Namespace

from heron.api.model import Document
from heron.cli.session import registry_of, root_of
from heron.engine import baseline
from heron.engine.run import run as run_engine


def run(args: Namespace) -> int:
    settings, registry = registry_of(args)
    root = root_of(args)
    path = root / settings.get("baseline.path")
    if args.path == "baseline show":
        known = baseline.read(path)
        print(f"{sum(known.values())} known findings at {len(known)} places")
        return 0
    path.unlink(missing_ok=True)
    outcome = run_engine(root, settings, registry)
    texts = {f.path: Document(f.path, (root / f.path).read_text("utf-8")) for f in outcome.findings}
    count = baseline.write(path, ((f, texts[f.path]) for f in outcome.findings))
    print(f"{count} findings are known from now on")
    return 0
