"""The command line. docs/cli.md"""

import argparse
import csv
import io
import json
import sys
from datetime import date
from pathlib import Path

from quern import routing
from quern.catalog.catalog import Catalog
from quern.catalog.csvfile import shown
from quern.catalog.lock import Lock, reads
from quern.conformance.runner import Runner
from quern.errors import QueryError, place
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.plan.explain import explained
from quern.session import Session
from quern.settings import Settings
from quern.syntax.formatter import format_query
from quern.syntax.parser import parse
from quern.types.kinds import type_of


def main(argv):
    args = _parser().parse_args(argv)
    try:
        return args.do(args) or 0
    except QueryError as error:
        text = getattr(args, "text", None)
        where = "" if error.at is None or text is None else " at %d:%d" % place(text, error.at)
        print(f"{error}{where}", file=sys.stderr)
        return 2


def _parser():
    parser = argparse.ArgumentParser(prog="quern")
    parser.add_argument("--root", default=".", type=Path)
    commands = parser.add_subparsers(required=True)

    def command(name, do, *positional):
        made = commands.add_parser(name)
        made.set_defaults(do=do)
        for argument in positional:
            made.add_argument(argument, nargs="*" if argument.endswith("s") else None)
        return made

    run = command("run", _run, "query")
    run.add_argument("--param", action="append", default=[])
    run.add_argument("--engine", choices=("new", "old"))
    run.add_argument("--format", choices=("csv", "json"), default="csv")
    explain = command("explain", _explain, "query")
    explain.add_argument("--raw", action="store_true")
    explain.add_argument("--param", action="append", default=[])
    fmt = command("fmt", _fmt, "paths")
    fmt.add_argument("--check", action="store_true")
    command("engines", _engines, "paths")
    conform = command("conform", _conform, "names")
    conform.add_argument("--bless", action="store_true")
    conform.add_argument("--engine", choices=("new", "old"), default="new")
    conform.add_argument("--known")
    command("shadow", _shadow, "paths")
    command("freeze", _freeze, "views")
    command("verify", _verify)
    command("deps", _deps, "views")
    return parser


def _text(args):
    """Return the query: the text of a file, or the argument itself when it begins with `from`."""
    args.text = args.query if args.query.startswith("from ") else Path(args.query).read_text(encoding="utf-8")
    return args.text


def _params(args):
    found = {}
    for pair in args.param:
        name, _, text = pair.partition("=")
        found[name] = date.fromisoformat(text[1:]) if text.startswith("@") else json.loads(text)
    return found


def _session(args):
    return Session(Catalog.load(args.root), Settings.load(args.root))


def _run(args):
    result = _session(args).run(_text(args), _params(args), args.engine)
    if args.format == "json":
        rows = [[v.isoformat() if isinstance(v, date) else v for v in row] for row in result.rows]
        print(json.dumps({"engine": result.engine, "columns": result.columns, "rows": rows}))
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(map(shown, row) for row in result.rows)
    print(out.getvalue(), end="")


def _explain(args):
    catalog = Catalog.load(args.root)
    query = parse(_text(args))
    node = build(query, catalog, {n: type_of(v) for n, v in _params(args).items()}).node
    applied = []
    if not args.raw:
        node, applied = optimize(node)
    print(f"engine: {routing.choose(query, catalog, Settings.load(args.root))}")
    print("\n".join(explained(node)))
    if applied:
        print(f"rules: {', '.join(dict.fromkeys(applied))}")


def _fmt(args):
    bad = []
    for path in map(Path, args.paths):
        args.text = path.read_text(encoding="utf-8")
        text = format_query(parse(args.text))
        if text != args.text:
            bad.append(path)
            if not args.check:
                path.write_text(text, encoding="utf-8")
    for path in bad:
        print(path)
    return 1 if bad and args.check else 0


def _engines(args):
    catalog, settings = Catalog.load(args.root), Settings.load(args.root)
    for path in map(Path, args.paths):
        print(f"{path.stem}: {routing.choose(parse(path.read_text(encoding='utf-8')), catalog, settings)}")


def _conform(args):
    runner = Runner(args.root / "conformance")
    if args.bless:
        for name in args.names:
            print(f"{name}: {runner.bless(name, args.engine, args.known)}")
        return 0
    count = 0
    for path in runner.files():
        for case, engine, wanted, found in runner.failures(path):
            if not args.names or case.name in args.names:
                count += 1
                print(f"{path.name}: {case.name} ({engine})", *(f"  - {x}" for x in wanted), *(f"  + {x}" for x in found), sep="\n")
    print(f"{count} differences")
    return 1 if count else 0


def _shadow(args):
    """Run queries on both engines and say where the results differ."""
    session, differ = _session(args), 0
    for path in map(Path, args.paths):
        text = path.read_text(encoding="utf-8")
        new, old = (_outcome(session, text, engine) for engine in ("new", "old"))
        failed = next((o for o in (new, old) if isinstance(o, str)), None)
        differ += failed is None and new != old
        print(f"{path.stem}: {failed or ('same' if new == old else 'DIFFERS')}")
    return 1 if differ else 0


def _outcome(session, text, engine):
    try:
        return [list(map(shown, row)) for row in session.run(text, {}, engine).rows]
    except QueryError as error:
        return f"{engine}: {error}"


def _lock(args):
    return Lock(Catalog.load(args.root), args.root / "views" / "LOCK.json")


def _freeze(args):
    for name in args.views:
        _lock(args).freeze(name)


def _verify(args):
    lock, bad = _lock(args), 0
    for name in sorted({*lock.catalog.views, *lock.entries}):
        problem = lock.problem(name) if name in lock.catalog.views else "there is no such view"
        if problem:
            bad += 1
            print(f"{name}: {problem}")
    return 1 if bad else 0


def _deps(args):
    catalog = Catalog.load(args.root)
    for name in args.views or sorted(catalog.views):
        print(f"{name}: {', '.join(reads(parse(catalog.views[name])))}")
