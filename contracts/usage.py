"""What requests used and cost: a row for each attempt, and exact sums of rows."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any, Literal

from contracts.hot_record import HotRecord
from contracts.scalars import Count, Millis, Text

CLASSIFIER = "auto-routing/classifier"
ANONYMOUS = "(anonymous)"  # the `user_id` of all callers without a key; no user has it
# chosen: a number with 38 digits, as DynamoDB has them, holds the sum of 10**8 such costs.
_MOST_USD, _DECIMALS = 10**6, 24
_MOST_TOKENS = 10**12  # chosen: no attempt uses as many
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


class UsageRow(HotRecord, kw_only=True):
    """What one attempt used. `key` is unique to it, so that a batch may be written twice: an equal
    request that is sent again is paid again. `attempt` says of what kind it is. `cost_usd` is a
    decimal as the provider wrote it; None, as any count, is unknown. `took_ms` is how long this
    attempt took, `first_byte_ms` how long the client waited. `cancelled`: the client left.
    `thread_id` is the same for requests of a session whose prompts begin alike; None is unknown.
    """

    key: Text
    at: datetime
    user_id: Text
    session_id: Text | None = None
    thread_id: Text | None = None
    client_request_id: Text | None = None
    attempt: Literal["classifier", "first", "repair", "retry"]
    requested_model: Text
    model: Text
    source: Literal["benchmark", "session", "fallback", "asked"]
    reason: Text
    effort: Text | None = None
    status: Count | None = None
    prompt_tokens: Count | None = None
    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    completion_tokens: Count | None = None
    reasoning_tokens: Count | None = None
    cost_usd: str | None = None
    cost_known: bool = True
    first_byte_ms: Millis | None = None
    took_ms: Millis | None = None
    cancelled: bool = False
    simulated: bool = False

    @property
    def day(self) -> str:
        """Return the day of the row in UTC, as `2026-11-01`."""
        return self.at.astimezone(UTC).date().isoformat()

    @property
    def began(self) -> datetime:
        """Return when the attempt began; `at` is when it ended."""
        return self.at - timedelta(milliseconds=self.took_ms or 0)


class Used(HotRecord, kw_only=True):
    """A sum of rows, of one user, day and model, or of all where that is None. `requests` are the
    first attempts; tokens and costs are sums of the known ones, None when none is known, beside the
    number of attempts whose are unknown. What classifying cost stands apart from the attempts.
    """

    user_id: Text | None = None
    day: Text | None = None
    model: Text | None = None
    requests: Count = 0
    attempts: Count = 0
    simulated: Count = 0
    prompt_tokens: Count | None = None
    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    completion_tokens: Count | None = None
    reasoning_tokens: Count | None = None
    unknown_tokens: Count = 0
    cost_usd: Decimal | None = None
    unknown_costs: Count = 0
    classifications: Count = 0
    classifier_usd: Decimal | None = None
    unknown_classifier_costs: Count = 0

    @property
    def line(self) -> tuple[str | None, str | None, str | None]:
        return self.user_id, self.day, self.model


COUNTED = Used.__struct_fields__[3:]
_TOKENS = tuple(name for name in COUNTED if name.endswith("_tokens"))[:-1]


class UsagePage(HotRecord):
    """A page of sums, by user, day and model; `next` is given as `after` for the next page."""

    lines: tuple[Used, ...]
    next: Text | None = None


class RowPage(HotRecord):
    """A page of the rows of a session, the oldest first."""

    rows: tuple[UsageRow, ...]
    next: Text | None = None


def exact_usd(text: str | None) -> Decimal | None:
    """Return a cost; None for one that is no number from 0 to a million with at most 24
    decimals.
    """
    try:
        found = _EXACT.quantize(Decimal(text or ""), Decimal(1).scaleb(-_DECIMALS))
    except (InvalidOperation, Inexact):
        return None
    return plain(found) if found.is_finite() and 0 <= found <= _MOST_USD else None


def plain(usd: Decimal) -> Decimal:
    """Return the same number without zeros at its end."""
    found = _EXACT.normalize(usd)
    return _EXACT.quantize(found, Decimal(1)) if found == found.to_integral_value() else found


def used(row: UsageRow) -> Used:
    """Return the sum of one row."""
    usd = exact_usd(row.cost_usd)
    unknown = int(usd is None or not row.cost_known)
    shared: dict[str, Any] = {"user_id": row.user_id, "day": row.day, "model": row.model}
    shared["simulated"] = int(row.simulated)
    if row.attempt == "classifier":
        told: dict[str, Any] = {"classifier_usd": usd, "unknown_classifier_costs": unknown}
        return Used(**shared, classifications=1, **told)
    tokens: dict[str, Any] = {name: _plausible(getattr(row, name)) for name in _TOKENS}
    return Used(
        **shared,
        **tokens,
        requests=int(row.attempt == "first"),
        attempts=1,
        unknown_tokens=int(None in (tokens["prompt_tokens"], tokens["completion_tokens"])),
        cost_usd=usd,
        unknown_costs=unknown,
    )


def _plausible(count: int | None) -> int | None:
    return None if count is None or count > _MOST_TOKENS else count


def total(
    sums: Iterable[Used], user: str | None = None, day: str | None = None, model: str | None = None
) -> Used:
    """Return the exact sum, as that of this user, day and model."""
    found: dict[str, Any] = {}
    for each in sums:
        for name in COUNTED:
            value = getattr(each, name)
            if value is not None:
                found[name] = _added(found.get(name, 0), value)
    return Used(user_id=user, day=day, model=model, **found)


def _added(one: int | Decimal, other: int | Decimal) -> int | Decimal:
    if isinstance(other, Decimal):
        return plain(_EXACT.add(Decimal(one), other))
    return one + other
