"""On which day each step of the dunning schedule is due (docs/dunning.md)."""

from datetime import date

from meterbook import config
from meterbook.period import add_days


def is_working_day(day: date, region: str) -> bool:
    free = config.current().holidays.get(region, frozenset())
    return day.weekday() < 5 and day not in free


def next_working_day(day: date, region: str) -> date:
    """The day itself, or the next one on which people work in the region."""
    while not is_working_day(day, region):
        day = add_days(day, 1)
    return day


def step_days(due: date, region: str) -> list[tuple[int, str, date]]:
    """Number, action and day of each step.

    The days of a step are counted from the day of the step before (the first: from the due day),
    after that one was moved to a working day.
    """
    found, day = [], due
    for number, step in enumerate(config.current().dunning["step"], 1):
        day = next_working_day(add_days(day, step["after_days"]), region)
        found.append((number, step["action"], day))
    return found
