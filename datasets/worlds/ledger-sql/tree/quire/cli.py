"""The command line: `python3 -m quire --db FILE COMMAND` (docs/commands.md)."""

import argparse
import json
import os
import sqlite3
import sys

from quire import checks, db, documents, importer, journal, migrate, periods, rates, reconcile, reports, seed
from quire.errors import QuireError
from quire.money import parse


def _migrate(conn, args):
    print("applied:", *(migrate.migrate(conn) or ["nothing"]))


def _init(conn, args):
    migrate.migrate(conn)
    db.act_as(conn, args.actor, args.now)
    seed.load(conn)
    periods.make_year(conn, args.year)


def _rates(conn, args):
    print("new rates:", rates.load(conn, args.file, args.origin))


def _import(conn, args):
    print("statement", importer.load(conn, args.bank, args.number, args.file, args.opening, args.closing))


def _match(conn, args):
    for rule, count in reconcile.run(conn).items():
        print(rule, count)


def _pair(conn, args):
    reconcile.by_hand(conn, args.bank_line, args.line)


def _explain(conn, args):
    reconcile.explain(conn, args.bank_line, args.note)


def _book(conn, args):
    """Lines are ACCOUNT:CURRENCY:AMOUNT or ACCOUNT:CURRENCY:AMOUNT:BASE, with places."""
    exponents = dict(tuple(row) for row in conn.execute("SELECT code, exponent FROM currencies"))
    lines = []
    for text in args.line:
        account, currency, amount, *base = text.split(":")
        exponent = exponents.get(currency)
        if exponent is None:
            raise QuireError(f"no currency {currency}")
        lines.append((account, currency, parse(amount, exponent), *(parse(b, 2) for b in base)))
    print("entry", journal.book(conn, args.day, args.memo, lines, source=args.source, ref=args.ref))


def _reverse(conn, args):
    print("entry", journal.reverse(conn, args.entry, args.day))


def _soft(conn, args):
    periods.soften(conn, args.period)


def _close(conn, args):
    periods.close(conn, args.period)


def _reopen(conn, args):
    periods.reopen(conn, args.period)


def _verify(conn, args):
    broken = periods.broken_seals(conn)
    print("broken seals:", *(broken or ["none"]))
    return 1 if broken else 0


def _check(conn, args):
    found = checks.run(conn)
    for row in found:
        print(*row)
    return 1 if found else 0


def _documents(conn, args):
    documents.load(conn, args.file)


def _report(conn, args):
    params = dict(pair.split("=", 1) for pair in args.param)
    sys.stdout.write(reports.text(conn, args.name, **params))


def _status(conn, args):
    states = [list(r) for r in conn.execute("SELECT state, COUNT(*) FROM periods GROUP BY state ORDER BY state")]
    drafts = [list(r) for r in conn.execute("SELECT id, posted_on, ref, off_by FROM v_drafts ORDER BY id")]
    print(json.dumps({"version": migrate.version(conn), "periods": states, "drafts": drafts}))


def parser():
    top = argparse.ArgumentParser(prog="quire")
    top.add_argument("--db", default=os.environ.get("QUIRE_DB", "var/books.db"))
    top.add_argument("--actor", default=os.environ.get("QUIRE_ACTOR", "nobody"))
    top.add_argument("--now", default=os.environ.get("QUIRE_NOW"))
    commands = top.add_subparsers(dest="command", required=True)

    def add(name, call, *arguments, **options):
        one = commands.add_parser(name)
        one.set_defaults(call=call)
        for argument in arguments:
            one.add_argument(argument)
        for option, given in options.items():
            one.add_argument(f"--{option}", **given)
        return one

    add("migrate", _migrate)
    add("init", _init, year={"type": int, "required": True})
    add("rates", _rates, "file", origin={"default": "bulletin"})
    add("import", _import, "bank", "number", "file", opening={"required": True}, closing={"required": True})
    add("match", _match)
    pair = add("pair", _pair)
    pair.add_argument("bank_line", type=int)
    pair.add_argument("line", type=int)
    explain = add("explain", _explain)
    explain.add_argument("bank_line", type=int)
    explain.add_argument("note")
    book = add("book", _book, "day", "memo", source={"default": "manual"}, ref={})
    book.add_argument("line", nargs="+")
    reverse = add("reverse", _reverse)
    reverse.add_argument("entry", type=int)
    reverse.add_argument("day")
    add("soft", _soft, "period")
    add("close", _close, "period")
    add("reopen", _reopen, "period")
    add("verify", _verify)
    add("check", _check)
    add("documents", _documents, "file")
    add("report", _report, "name").add_argument("param", nargs="*")
    add("status", _status)
    return top


def main(argv=None):
    args = parser().parse_args(argv)
    conn = db.connect(args.db)
    try:
        if args.command not in ("migrate", "init"):
            db.act_as(conn, args.actor, args.now)
        return args.call(conn, args) or 0
    except (QuireError, sqlite3.IntegrityError) as error:
        print(f"quire: {error}", file=sys.stderr)
        return 1
    finally:
        conn.close()
