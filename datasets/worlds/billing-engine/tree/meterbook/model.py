"""The records which the packages hand to each other."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    region: str
    currency: str
    utc_offset: int = 0
    tax_class: str = "standard"
    vat_id: str | None = None
    dunning_paused_until: date | None = None


@dataclass(frozen=True)
class Subscription:
    """`until` is the first day that is no longer covered; None while it runs."""

    id: str
    customer: str
    plan: str
    start: date
    until: date | None = None
    seats: int = 1
    discount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Event:
    """`target` and `revision` only for corrections and retractions. See docs/metering.md."""

    customer: str
    id: str
    kind: str
    received: datetime
    meter: str | None = None
    quantity: Decimal | None = None
    at: datetime | None = None
    target: str | None = None
    revision: int = 0


@dataclass(frozen=True)
class Tier:
    up_to: Decimal | None
    unit: Decimal
    flat: Decimal = Decimal(0)


@dataclass(frozen=True)
class Charge:
    meter: str
    model: str
    tiers: tuple[Tier, ...]
    included: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    package: Decimal = Decimal(1)
    prorate: bool = True
    revenue: str = "usage"


@dataclass(frozen=True)
class Plan:
    id: str
    version: int
    effective: date
    currency: str
    fee: Decimal
    per_seat: bool
    migrate: bool
    charges: tuple[Charge, ...]


@dataclass(frozen=True)
class Credit:
    """`kind`: promo (before tax) or prepaid (after tax). `left` in minor units."""

    id: str
    customer: str
    kind: str
    left: int
    granted: date
    expires: date | None = None
    scope: str = "*"


@dataclass
class Line:
    """`net` is before promo credits; `promo` is what they take off. All amounts are minor units."""

    kind: str
    ref: str
    quantity: Decimal
    net: int
    revenue: str
    promo: int = 0
    rate: Decimal = Decimal(0)
    tax: int = 0

    @property
    def taxable(self) -> int:
        return self.net - self.promo


@dataclass
class Draft:
    customer: Customer
    period: str
    lines: list[Line] = field(default_factory=list)
    tax_note: str = ""
    prepaid: int = 0
    used: dict[str, int] = field(default_factory=dict)

    @property
    def net(self) -> int:
        return sum(line.taxable for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def gross(self) -> int:
        return self.net + self.tax

    @property
    def due(self) -> int:
        return self.gross - self.prepaid
