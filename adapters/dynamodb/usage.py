"""Store usage rows with the sums of their day, each row once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from adapters.dynamodb import usage_keys
from adapters.dynamodb.items import Items, item, key_of
from contracts.errors import Transient
from contracts.hot_record import replace
from contracts.usage import COUNTED, UsageRow, Used, total, used

ROW_DAYS, SUM_DAYS = 90, 1_100  # chosen: a quarter, and three years
_MOST_STEPS = 100  # AWS: the most writes in one TransactWriteItems
_TEXT = 500  # characters; chosen: what a client names must not fill an item
_TEXTS = ("key", "user_id", "session_id", "client_request_id", "requested_model", "model", "reason")
_ABSENT = "attribute_not_exists(pk)"
# What DynamoDB will say again however often it is asked.
_NEVER = frozenset({"ValidationError", "ValidationException", "ItemCollectionSizeLimitExceeded"})


class RowsRefused(Transient):
    """DynamoDB refused usage rows for another reason than that they are there. They may wait."""


@dataclass(frozen=True)
class UsageStore:
    """Writes usage rows. A row and its part of the sums are written in one transaction, on the
    condition that the row is not there: so neither a crash nor a second writer counts one twice.
    """

    items: Items

    def write(self, rows: Sequence[UsageRow]) -> int:
        """Write rows; return how many can never be written. When none can, the table may be the
        wrong one, and RowsRefused is raised. After that, and what the client raises, the same rows
        may be written again."""
        each = {row.key: row for row in rows}
        never = sum(self._write(chunk) for chunk in _chunks(list(each.values())))
        if never == len(each) > 0:
            raise RowsRefused("ValidationException for each row")
        return never

    def _write(self, rows: Sequence[UsageRow]) -> int:
        while rows:
            codes = self._transact(rows)
            if codes is None:
                return 0
            if _NEVER.intersection(codes):
                return self._halved(rows)
            missing = _missing(rows, codes)
            if len(missing) == len(rows):
                raise RowsRefused(", ".join(sorted({*codes} - {"None"})))
            rows = missing
        return 0

    def _transact(self, rows: Sequence[UsageRow]) -> tuple[str, ...] | None:
        try:
            return self.items.transact(*map(_put, rows), *map(_add, _sums(rows)))
        except self.items.client.exceptions.ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in _NEVER:
                raise
            return (code,)

    def _halved(self, rows: Sequence[UsageRow]) -> int:
        """Find the row that is refused for ever, so that it holds no other one up."""
        if len(rows) == 1:
            return 1
        half = len(rows) // 2
        return self._write(rows[:half]) + self._write(rows[half:])


def _missing(rows: Sequence[UsageRow], codes: Sequence[str]) -> list[UsageRow]:
    """Return the rows that are not there yet; the puts stand first among the steps."""
    told = zip(rows, codes, strict=False)
    return [row for row, code in told if code != "ConditionalCheckFailed"]


def _line(row: UsageRow) -> tuple[str, str, str]:
    return row.user_id, row.day, row.model


def _chunks(rows: Sequence[UsageRow]) -> Iterator[list[UsageRow]]:
    """Yield rows that fit into one transaction with their sums; those of one sum come together."""
    chunk: list[UsageRow] = []
    lines: set[tuple[str, str, str]] = set()
    for row in sorted(rows, key=_line):
        if len(chunk) + 1 + len(lines | {_line(row)}) > _MOST_STEPS:
            yield chunk
            chunk, lines = [], set()
        chunk.append(row)
        lines.add(_line(row))
    if chunk:
        yield chunk


def _sums(rows: Sequence[UsageRow]) -> Iterator[Used]:
    for line, group in groupby(sorted(rows, key=_line), key=_line):
        yield total(map(used, group), *line)


def _put(row: UsageRow) -> Mapping[str, Any]:
    kept = {name: (getattr(row, name) or "").strip()[:_TEXT] or None for name in _TEXTS}
    until = _expiry(row.day, ROW_DAYS)
    new = item(
        usage_keys.row(row.key),
        replace(row, **kept),
        expiresAt=until,
        **usage_keys.row_indexes(row),
    )
    return {"Put": {"Item": new, "ConditionExpression": _ABSENT}}


def _add(part: Used) -> Mapping[str, Any]:
    counted = {n: v for n in COUNTED if (v := getattr(part, n)) or (v is not None and n in _MAYBE)}
    texts = usage_keys.sum_indexes(part) | {
        "user_id": usage_keys.short(part.user_id or ""),
        "model": usage_keys.short(part.model or ""),
        "day": part.day or "",
    }
    numbers = {**counted, "expiresAt": _expiry(part.day or "", SUM_DAYS)}
    added = ", ".join(f"#{name} :{name}" for name in counted)
    fixed = ", ".join(f"#{name} = :{name}" for name in (*texts, "expiresAt"))
    return {
        "Update": {
            "Key": key_of(usage_keys.sum_key(part)),
            "UpdateExpression": f"ADD {added} SET {fixed}",
            "ExpressionAttributeNames": {f"#{name}": name for name in (*numbers, *texts)},
            "ExpressionAttributeValues": {
                **{f":{name}": {"N": f"{Decimal(value):f}"} for name, value in numbers.items()},
                **{f":{name}": {"S": value} for name, value in texts.items()},
            },
        }
    }


# These counts begin as None, which is unknown. So a 0 of theirs is written, too.
_MAYBE = frozenset(n for n in COUNTED if getattr(Used(), n) is None)


def _expiry(day: str, days: int) -> int:
    return int((datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days)).timestamp())
