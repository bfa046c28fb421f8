"""Reads plans/*.toml; one file per plan, one [[version]] per price list."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from meterbook.errors import UnknownRef
from meterbook.model import Charge, Plan, Tier
from meterbook.period import Period

MODELS = ("per_unit", "graduated", "volume", "package")


class Catalog:
    def __init__(self, plans):
        self._versions: dict[str, list[Plan]] = {}
        for plan in sorted(plans, key=lambda p: (p.id, p.effective, p.version)):
            self._versions.setdefault(plan.id, []).append(plan)

    def version_for(self, plan: str, start: date, period: Period) -> Plan:
        """The price list of a subscription that began on `start`, in a month.

        A subscription keeps the list in force when it began. A later list with `migrate` takes over
        with the first month that begins on or after its day (docs/pricing.md, Versions).
        """
        versions = self._versions.get(plan)
        if not versions:
            raise UnknownRef(f"plan {plan!r} is not in the catalog")
        found = None
        for version in versions:
            if version.effective <= start:
                found = version
            elif version.migrate and version.effective <= period.first:
                found = version
        if found is None:
            raise UnknownRef(f"plan {plan!r} was not sold on {start}")
        return found

    def ids(self) -> list[str]:
        return sorted(self._versions)


def load_catalog(folder) -> Catalog:
    return Catalog(plan for path in sorted(Path(folder).glob("*.toml")) for plan in _plans(path))


def _plans(path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    for row in data["version"]:
        yield Plan(
            id=data["id"],
            version=row["number"],
            effective=row["effective"],
            currency=data["currency"],
            fee=Decimal(row.get("fee", "0")),
            per_seat=row.get("per_seat", False),
            migrate=row.get("migrate", False),
            charges=tuple(_charge(path, charge) for charge in row.get("charge", ())),
        )


def _charge(path, row):
    if row["model"] not in MODELS:
        raise ValueError(f"{path.name}: model {row['model']!r} is none of {', '.join(MODELS)}")
    tiers = row.get("tier") or [{"unit": row["unit"]}]
    return Charge(
        meter=row["meter"],
        model=row["model"],
        tiers=tuple(_tier(tier) for tier in tiers),
        included=Decimal(row.get("included", "0")),
        minimum=Decimal(row.get("minimum", "0")),
        package=Decimal(row.get("package", "1")),
        prorate=row.get("prorate", True),
        revenue=row.get("revenue", "usage"),
    )


def _tier(row):
    bound = row.get("up_to")
    return Tier(None if bound is None else Decimal(bound), Decimal(row["unit"]), Decimal(row.get("flat", "0")))
