"""The command line. `python3 -m meterbook --help`"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from meterbook import config, money
from meterbook.catalog.plans import load_catalog
from meterbook.dunning import run as dunning
from meterbook.errors import BillingError, Closed
from meterbook.exports.journal import write_journal
from meterbook.exports.lines import write_lines
from meterbook.exports.statement import statement
from meterbook.invoicing import issue, notes
from meterbook.ledger import book, payments
from meterbook.metering.intake import read_lines
from meterbook.period import Period
from meterbook.store import records
from meterbook.store.connection import audit, connect, transaction


def main(argv=None) -> int:
    args = _parser().parse_args(argv)
    if args.config:
        config.use(config.load(args.config))
    db = connect(args.db)
    try:
        return args.do(db, args) or 0
    except BillingError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.code
    finally:
        db.close()


def _parser():
    parser = argparse.ArgumentParser(prog="meterbook")
    parser.add_argument("--db", default="billing.db")
    parser.add_argument("--config", help="folder of settings; default: $METERBOOK_CONFIG or config")
    parser.add_argument("--plans", default="plans")
    commands = parser.add_subparsers(required=True)
    _command(commands, "load", _load, "file")
    _command(commands, "events", _events, "file", "--day")
    _command(commands, "preview", _preview, "customer", "period")
    _command(commands, "close", _close, "period", "--day", "--customer")
    _command(commands, "pay", _pay, "id", "customer", "amount", "--day", "--invoice")
    _command(commands, "grant", _grant, "id", "customer", "kind", "amount", "--day", "--expires", "--scope")
    _command(commands, "note", _note, "number", "--day", "--amounts")
    _command(commands, "reverse", _reverse, "entry", "--day")
    _command(commands, "writeoff", _writeoff, "number", "--day")
    _command(commands, "dunning", _dunning, "--day", "--dry-run")
    _command(commands, "balance", _balance, "--until")
    _command(commands, "statement", _statement, "customer")
    _command(commands, "journal", _journal, "start", "end")
    _command(commands, "lines", _lines, "period")
    return parser


def _command(commands, name, do, *names):
    command = commands.add_parser(name)
    for each in names:
        if each == "--dry-run":
            command.add_argument(each, action="store_true")
        elif each == "--day":
            command.add_argument(each, type=date.fromisoformat, required=True)
        else:
            command.add_argument(each)
    command.set_defaults(do=do)


def _load(db, args):
    data = json.loads(Path(args.file).read_text(encoding="utf-8"))
    with transaction(db):
        for row in data.get("customers", ()):
            records.add_customer(db, row)
        for row in data.get("subscriptions", ()):
            records.add_subscription(db, row)


def _events(db, args):
    with open(args.file, encoding="utf-8") as lines:
        good, bad = read_lines(lines)
    for number, problem in bad:
        print(f"{args.file}:{number}: {problem}", file=sys.stderr)
    with transaction(db):
        for event in good:
            records.add_event(db, event)
        audit(db, args.day, "events", f"{Path(args.file).name} {len(good)} {len(bad)}")
    print(f"{len(good)} events, {len(bad)} refused")
    return 1 if bad else 0


def _preview(db, args):
    customer = records.customer(db, args.customer)
    draft = issue.preview(db, load_catalog(args.plans), customer, Period.parse(args.period))
    for line in draft.lines:
        amount = money.text(line.net, customer.currency)
        print(f"{line.kind:6} {line.ref:20} {line.quantity:>14f} {amount:>16} promo {line.promo} tax {line.tax}")
    print(f"net {draft.net} tax {draft.tax} prepaid {draft.prepaid} due {draft.due} {draft.tax_note}".rstrip())


def _close(db, args):
    catalog, period = load_catalog(args.plans), Period.parse(args.period)
    chosen = [records.customer(db, args.customer)] if args.customer else records.customers(db)
    for customer in chosen:
        try:
            number = issue.close(db, catalog, customer, period, args.day)
        except Closed as error:
            if args.customer:
                raise
            print(f"skipped: {error}", file=sys.stderr)
            continue
        print(f"{customer.id} {number or 'nothing to bill'}")


def _pay(db, args):
    currency = records.customer(db, args.customer).currency
    amount = money.parse(args.amount, currency)
    rest = payments.pay(db, args.id, args.customer, amount, args.day, args.invoice)
    print(f"rest {money.text(rest, currency)}")


def _grant(db, args):
    amount = money.parse(args.amount, records.customer(db, args.customer).currency)
    row = {"id": args.id, "customer": args.customer, "kind": args.kind, "amount": amount}
    row |= {"expires": args.expires, "scope": args.scope or "*"}
    payments.grant(db, row, args.day)


def _note(db, args):
    """--amounts 1=12.00,3=4.50: net amounts by position; without it all that is left."""
    currency = notes.document(db, args.number)["currency"]
    amounts = None
    if args.amounts:
        pairs = (part.split("=") for part in args.amounts.split(","))
        amounts = {int(position): money.parse(value, currency) for position, value in pairs}
    print(notes.credit_note(db, args.number, args.day, amounts))


def _reverse(db, args):
    with transaction(db):
        print(book.reverse(db, int(args.entry), args.day))
        audit(db, args.day, "reverse", args.entry)


def _writeoff(db, args):
    print(payments.write_off(db, args.number, args.day))


def _dunning(db, args):
    steps = dunning.due_steps(db, args.day) if args.dry_run else dunning.run(db, args.day)
    for number, step, action in steps:
        print(f"{number} {step} {action}")


def _balance(db, args):
    for currency, account, amount in book.trial_balance(db, args.until):
        print(f"{account:30} {money.text(amount, currency):>18}")


def _statement(db, args):
    print(statement(db, records.customer(db, args.customer)), end="")


def _journal(db, args):
    write_journal(db, sys.stdout, args.start, args.end)


def _lines(db, args):
    write_lines(db, sys.stdout, args.period)
