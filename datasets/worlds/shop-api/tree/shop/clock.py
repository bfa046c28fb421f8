"""Time. Everything stores UTC as text, `2025-11-03T10:00:00Z`."""

from datetime import datetime, timedelta, timezone

_FORM = "%Y-%m-%dT%H:%M:%SZ"


class SystemClock:
    def now(self):
        return datetime.now(timezone.utc).replace(microsecond=0)


class FixedClock:
    """A clock for tests and for replaying; moves only when told."""

    def __init__(self, text="2025-11-03T10:00:00Z"):
        self._now = parse(text)

    def now(self):
        return self._now

    def advance(self, **delta):
        self._now += timedelta(**delta)


def stamp(moment):
    return moment.astimezone(timezone.utc).strftime(_FORM)


def parse(text):
    return datetime.strptime(text, _FORM).replace(tzinfo=timezone.utc)
