"""Months, and the day on which something happened for a customer."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
            raise ValueError(f"{text!r} is no month like 2026-03")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> "Period":
        if isinstance(day, datetime):
            raise TypeError("a moment has no month; use local_day first")
        return cls(day.year, day.month)

    @property
    def days(self) -> int:
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, self.days)

    def next(self) -> "Period":
        return Period(self.year + self.month // 12, self.month % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def instant(text: str) -> datetime:
    """A moment as events carry it: UTC, with a Z and no fraction of a second."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
        raise ValueError(f"{text!r} is no moment like 2026-03-01T00:00:00Z")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=timezone.utc)


def local_day(moment: datetime, utc_offset: int) -> date:
    """The day at the customer's place; `utc_offset` in minutes, the same all year (ADR 3)."""
    return (moment + timedelta(minutes=utc_offset)).date()


def midnight(day: date, utc_offset: int) -> datetime:
    """The moment at which a day begins at the customer's place."""
    start = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    return start - timedelta(minutes=utc_offset)


def add_days(day: date, count: int) -> date:
    return day + timedelta(days=count)
