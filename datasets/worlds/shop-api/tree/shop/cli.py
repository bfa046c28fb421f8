"""`python3 -m shop`: operations on the database (docs/runbooks)."""

import argparse
import json
import os
import sys

from shop import catalogue, db, journal, migrate, reconcile, settings
from shop.clock import SystemClock, parse
from shop.context import Context
from shop.exports import registry
from shop.pricing import coupons
from shop.webhooks import outbox


def main(argv=None):
    args = _parser().parse_args(argv)
    conn = db.connect(args.db or settings.load().db_path)
    try:
        return args.run(conn, args)
    except (migrate.MigrationError, journal.JournalError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    finally:
        conn.close()


def _parser():
    parser = argparse.ArgumentParser(prog="shop")
    parser.add_argument("--db", help="the database, else SHOP_DB_PATH")
    commands = parser.add_subparsers(required=True)
    _add(commands, "migrate", _migrate, ("--to", int, None))
    _add(commands, "status", _status)
    _add(commands, "load", _load)
    replay = _add(commands, "replay", _replay, ("--after", int, ...), ("--until", int, None))
    replay.add_argument("--allow-torn", action="store_true")
    replay.add_argument("segments", nargs="+")
    count = _add(commands, "count", _count, ("--limit", int, 3), ("--ref", str, "count"), ("--at", str, None))
    count.add_argument("file")
    count.add_argument("--apply", action="store_true")
    export = _add(commands, "export", _export)
    export.add_argument("name", choices=registry.names())
    export.add_argument("options", nargs="*", metavar="NAME=VALUE")
    _add(commands, "redrive", _redrive, ("--since", str, ...))
    return parser


def _add(commands, name, run, *options):
    command = commands.add_parser(name)
    command.set_defaults(run=run)
    for option, kind, default in options:
        command.add_argument(option, type=kind, default=default, required=default is ...)
    return command


def _migrate(conn, args):
    print(json.dumps({"applied": migrate.migrate(conn, args.to), "version": migrate.version(conn)}))
    return 0


def _status(conn, args):
    tables = ("products", "stock", "orders", "outbox", "stock_moves")
    known = {r["name"] for r in db.rows(conn, "SELECT name FROM sqlite_master")}
    counts = {t: db.one(conn, f"SELECT COUNT(*) AS n FROM {t}")["n"] for t in tables if t in known}
    print(json.dumps({"version": migrate.version(conn), "rows": counts}))
    return 0


def _load(conn, args):
    done = {
        "products": catalogue.load_csv(conn, "fixtures/catalogue.csv"),
        "coupons": coupons.load_csv(conn, "fixtures/coupons.csv"),
    }
    print(json.dumps(done))
    return 0


def _replay(conn, args):
    events = journal.read(args.segments, args.allow_torn)
    print(json.dumps({"applied": journal.replay(conn, events, args.after, args.until)}))
    return 0


def _count(conn, args):
    found = reconcile.compare(conn, args.file)
    if not args.apply:
        print(json.dumps({"differences": found}))
        return 0
    now = parse(args.at) if args.at else SystemClock().now()
    left = reconcile.apply(conn, found, args.ref, now, args.limit)
    print(json.dumps({"booked": len(found) - len(left), "left": left}))
    return 0


def _export(conn, args):
    options = dict(text.split("=", 1) for text in args.options)
    print(registry.render(args.name, conn, **options), end="")
    return 0


def _redrive(conn, args):
    ctx = Context(conn, SystemClock(), settings.load(), dict(os.environ))
    print(json.dumps({"pending": outbox.redrive(ctx, args.since)}))
    return 0
