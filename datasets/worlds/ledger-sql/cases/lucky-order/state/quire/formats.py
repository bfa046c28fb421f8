"""How each bank writes its statements: formats/<name>.toml (docs/imports.md)."""

import tomllib
from dataclasses import dataclass
from datetime import datetime

from quire.db import ROOT
from quire.errors import BadFile, QuireError
from quire.money import parse

FOLDER = ROOT / "formats"
_KEYS = {
    "delimiter", "date", "decimal", "thousands", "columns", "amount", "head", "foot", "balance", "debit_mark", "quote",
    "newest_first", "encoding",
}


@dataclass(frozen=True)
class Format:
    name: str
    delimiter: str
    date: str
    decimal: str
    thousands: str
    columns: dict
    amount: str
    head: int
    foot: int
    debit_mark: str
    newest_first: bool

    def day(self, text):
        try:
            return datetime.strptime(text.strip(), self.date).date().isoformat()
        except ValueError:
            raise BadFile(f"no day like {self.date}: {text!r}") from None

    def minor(self, row, exponent):
        """Return the amount of a row, by the way this bank signs it."""
        read = lambda name: parse(row[self.columns[name]], exponent, self.decimal, self.thousands)  # noqa: E731
        if self.amount == "signed":
            return read("amount")
        if self.amount == "mark":
            value = read("amount")
            return -value if row[self.columns["mark"]].strip() == self.debit_mark else value
        out, into = row[self.columns["out"]].strip(), row[self.columns["in"]].strip()
        if bool(out) == bool(into):
            raise BadFile("exactly one of the two amounts is filled")
        return -read("out") if out else read("in")


def load(name):
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise QuireError(f"no format {name}")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = raw.keys() - _KEYS
    if unknown:
        raise QuireError(f"{path.name}: unknown {', '.join(unknown)}")
    if raw["amount"] not in ("signed", "mark", "two"):
        raise QuireError(f"{path.name}: amount is signed, mark or two")
    return Format(
        name, raw["delimiter"], raw["date"], raw["decimal"], raw.get("thousands", ""), raw["columns"], raw["amount"],
        raw.get("head", 0), raw.get("foot", 0), raw.get("debit_mark", ""), raw.get("newest_first", False),
    )
