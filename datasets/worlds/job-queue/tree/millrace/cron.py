"""Cron-like schedules: five fields, minute resolution, a fixed offset instead of a time zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from millrace.errors import BadSchedule

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_NAMES = {n: i for i, n in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))}
_SHORT = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 1"}
_HORIZON = timedelta(days=366 * 5)


@dataclass(frozen=True)
class Cron:
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    day_is_free: bool
    weekday_is_free: bool

    def matches(self, at: datetime) -> bool:
        if at.minute not in self.minutes or at.hour not in self.hours:
            return False
        return at.month in self.months and self._day_fits(at)

    def _day_fits(self, at: datetime) -> bool:
        by_day, by_weekday = at.day in self.days, at.isoweekday() % 7 in self.weekdays
        if self.day_is_free or self.weekday_is_free:
            return by_day and by_weekday
        return by_day or by_weekday


def parse(text: str) -> Cron:
    parts = _SHORT.get(text, text).split()
    if len(parts) != 5:
        raise BadSchedule(f"{text!r}: a schedule has five fields")
    sets = [_field(part, *field) for part, field in zip(parts, _FIELDS, strict=True)]
    weekdays = frozenset(0 if day == 7 else day for day in sets[4])
    return Cron(*sets[:4], weekdays, parts[2] == "*", parts[4] == "*")


def next_fire(cron: Cron, after_ms: int, offset_minutes: int = 0) -> int:
    """The first matching minute strictly after `after_ms`, as milliseconds."""
    zone = timezone(timedelta(minutes=offset_minutes))
    at = datetime.fromtimestamp(after_ms // 1000, zone).replace(second=0, microsecond=0)
    end = at + _HORIZON
    at += timedelta(minutes=1)
    while at < end:
        if at.month not in cron.months or not cron._day_fits(at):
            at = at.replace(hour=0, minute=0) + timedelta(days=1)
        elif cron.matches(at):
            return int(at.timestamp()) * 1000
        else:
            at += timedelta(minutes=1)
    raise BadSchedule("the schedule never fires")


def _field(text: str, name: str, low: int, high: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.lower().split(","):
        span, _, step = part.partition("/")
        if step and not step.isdigit() or step == "0":
            raise BadSchedule(f"{name}: bad step in {part!r}")
        first, last = _span(span, name, low, high)
        if step and "-" not in span and span != "*":
            last = high
        found.update(range(first, last + 1, int(step or 1)))
    return frozenset(found)


def _span(text: str, name: str, low: int, high: int) -> tuple[int, int]:
    if text == "*":
        return low, 6 if name == "weekday" else high
    first, dash, last = text.partition("-")
    start = _number(first, name, low, high)
    end = _number(last, name, low, high) if dash else start
    if end < start:
        raise BadSchedule(f"{name}: {text!r} runs backwards")
    return start, end


def _number(text: str, name: str, low: int, high: int) -> int:
    if name == "weekday" and text in _NAMES:
        return _NAMES[text]
    if not text.isdigit() or not low <= int(text) <= high:
        raise BadSchedule(f"{name}: {text!r} is not between {low} and {high}")
    return int(text)
