"""The routes of usage: sums by user, day and model, the rows of a session, and savings."""

from datetime import date, timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import LambdaFunctionUrlRouter
from pydantic import Field, TypeAdapter

from contracts.errors import Refused
from contracts.savings import SavingsView, best_model, savings
from functions.admin import wiring
from functions.admin.answers import answer, now
from functions.benchmark.runs.listing import listed

router = LambdaFunctionUrlRouter()  # type: ignore[no-untyped-call]
_LIMIT = TypeAdapter(Annotated[int, Field(ge=1, le=1_000)])
_DAYS, _MOST_DAYS = 30, 366  # chosen
_MOST_ROWS = 20_000  # chosen: some 20 MB, which are read in about 5 s
_DAY, _FIRST, _LAST = "a day as 2026-11-01", 2000, 2999


@router.get("/admin/usage")
def show_usage() -> Response[str]:
    """Answer with sums; the query may hold user, model, since, until, limit and after."""
    found = wiring.usage.sums(
        _days(), _query("user"), _query("model"), limit=_limit(), after=_query("after")
    )
    return answer(found)


@router.get("/admin/usage/rows")
def show_rows() -> Response[str]:
    """Answer with the rows of a session; the query holds user and session."""
    user, session = _required("user"), _required("session")
    return answer(wiring.usage.session(user, session, limit=_limit(), after=_query("after")))


@router.get("/admin/usage/savings")
def show_savings() -> Response[str]:
    """Answer with what a user's days, or one session, saved."""
    user, session, days = _required("user"), _query("session"), _days()
    if session:
        rows = wiring.usage.of_session(user, session, _MOST_ROWS)
    else:
        rows = wiring.usage.of_user(user, days[0], days[-1], _MOST_ROWS)
    config, table = wiring.configs.get(), wiring.live.table()
    fallback = config.fallback_model.id if config and config.fallback_model else None
    best, prices = best_model(table) if table else None, listed(wiring.models).prices
    return answer(
        SavingsView(
            user_id=user,
            session_id=session,
            since=rows[0].day if session and rows else days[0],
            until=rows[-1].day if session and rows else days[-1],
            simulated=any(row.simulated for row in rows),
            fallback=savings(rows, fallback, prices) if fallback else None,
            best=savings(rows, best, prices) if best else None,
        )
    )


def _days() -> list[str]:
    """Return the days from `since` to `until`; without them the last 30, with today."""
    until = _day("until", now().date())
    since = _day("since", until - timedelta(_DAYS - 1))
    count = (until - since).days + 1
    if not 1 <= count <= _MOST_DAYS:
        raise Refused(f"since: {since} to {until} is not 1 to {_MOST_DAYS} days; name fewer")
    return [(since + timedelta(n)).isoformat() for n in range(count)]


def _day(name: str, otherwise: date) -> date:
    text = _query(name)
    try:
        found = date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise Refused(f"{name}: Expected {_DAY}") from None
    if not _FIRST <= found.year <= _LAST:
        raise Refused(f"{name}: Expected {_DAY}, from {_FIRST} to {_LAST}")
    return found


def _limit() -> int:
    return _LIMIT.validate_python(_query("limit") or "1000")


def _query(name: str) -> str | None:
    return router.current_event.get_query_string_value(name, "") or None


def _required(name: str) -> str:
    value = _query(name)
    if value is None:
        raise Refused(f"{name}: is missing in the query; add {name}=...")
    return value
