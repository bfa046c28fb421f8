"""Read sums and rows of usage, by pages; nothing is scanned."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from adapters.dynamodb import usage_keys
from adapters.dynamodb.items import Items, body_of
from contracts.errors import Refused
from contracts.usage import COUNTED, RowPage, UsagePage, UsageRow, Used, plain

_QUERIES = 40  # chosen: the most queries for one page, some 10 ms each
_ROWS = 1_000  # chosen: about a megabyte, as much as one query yields
_Start = dict[str, Any] | None


@dataclass(frozen=True)
class _Scope:
    """The part of an index that one query reads, between two sort keys or whole. `name` tells it
    apart in a cursor."""

    name: str
    index: Literal["", "by1", "by2"]
    pk: str
    between: tuple[str, str] | None = None

    def asked(self) -> dict[str, Any]:
        """Return the arguments of the query."""
        n = self.index.removeprefix("by")
        values = {":pk": {"S": self.pk}}
        condition = f"pk{n} = :pk"
        if self.between:
            condition += f" AND sk{n} BETWEEN :since AND :until"
            values |= {":since": {"S": self.between[0]}, ":until": {"S": self.between[1]}}
        found = {"KeyConditionExpression": condition, "ExpressionAttributeValues": values}
        named = {"IndexName": self.index} if self.index else {"ConsistentRead": True}
        return {**found, **named}


@dataclass(frozen=True)
class UsageReads:
    """Reads the table of usage rows. What the indexes answer is at most about a second old."""

    items: Items

    def sums(
        self,
        days: Sequence[str],
        user: str | None = None,
        model: str | None = None,
        *,
        limit: int = 1_000,
        after: str | None = None,
    ) -> UsagePage:
        """Return the sums of these days, by user, day and model. A page has at most `limit` lines;
        it may have fewer although `next` is set. Raises Refused for a bad `after`."""
        found, more = self._page(_scopes(days, user, model), limit, after)
        lines = tuple(map(_used, found))
        if user and model:
            lines = tuple(line for line in lines if line.model == usage_keys.short(model))
        return UsagePage(lines=lines, next=more)

    def session(
        self, user: str, session: str, *, limit: int = _ROWS, after: str | None = None
    ) -> RowPage:
        """Return the rows of a session, the oldest first. Raises Refused for a bad `after`."""
        scope = _Scope("", usage_keys.BY2, usage_keys.session(user, session))
        found, more = self._page([scope], limit, after)
        return RowPage(rows=tuple(body_of(UsageRow, each) for each in found), next=more)

    def of_user(self, user: str, since: str, until: str, most: int) -> list[UsageRow]:
        """Return a user's rows of these days. Raises Refused when there are more than `most`."""
        scope = _Scope("", usage_keys.BY1, usage_keys.user(user), (since, f"{until}~"))
        return self._all(scope, most)

    def of_session(self, user: str, session: str, most: int) -> list[UsageRow]:
        """Return all rows of a session. Raises Refused when there are more than `most`."""
        return self._all(_Scope("", usage_keys.BY2, usage_keys.session(user, session)), most)

    def _all(self, scope: _Scope, most: int) -> list[UsageRow]:
        rows: list[UsageRow] = []
        start: _Start = None
        while True:
            found, start = self._query(scope, _ROWS, start)
            rows += [body_of(UsageRow, each) for each in found]
            if len(rows) > most:
                raise Refused(f"since: more than {most} rows; name fewer days, or a session")
            if start is None:
                return rows

    def _page(
        self, scopes: Sequence[_Scope], limit: int, after: str | None
    ) -> tuple[list[dict[str, Any]], str | None]:
        found: list[dict[str, Any]] = []
        first, start = _read(after, scopes)
        for scope in scopes[first : first + _QUERIES]:
            if len(found) == limit:
                return found, _cursor(scope, None)
            more, start = self._query(scope, limit - len(found), start)
            found += more
            if start:
                return found, _cursor(scope, start)
        rest = scopes[first + _QUERIES :]
        return found, _cursor(rest[0], None) if rest else None

    def _query(
        self, scope: _Scope, limit: int, start: _Start
    ) -> tuple[list[dict[str, Any]], _Start]:
        options: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
        try:
            answer = self.items.client.query(
                TableName=self.items.table, Limit=limit, **scope.asked(), **options
            )
        except self.items.client.exceptions.ClientError as error:
            if start and error.response["Error"]["Code"] == "ValidationException":
                raise Refused(_STALE) from None
            raise
        return list(answer["Items"]), answer.get("LastEvaluatedKey")


def _scopes(days: Sequence[str], user: str | None, model: str | None) -> list[_Scope]:
    between = (days[0], f"{days[-1]}~")
    if user:
        return [_Scope("", "", usage_keys.sums(user), between)]
    if model:
        return [_Scope("", usage_keys.BY2, usage_keys.model(model), between)]
    return [_Scope(day, usage_keys.BY1, usage_keys.day(day)) for day in days]


def _used(found: dict[str, Any]) -> Used:
    """Return the sum that an item holds."""
    told: dict[str, Any] = {name: found[name]["S"] for name in ("user_id", "day", "model")}
    for name in COUNTED:
        if name in found:
            number = Decimal(found[name]["N"])
            told[name] = plain(number) if name.endswith("_usd") else int(number)
    return Used(**told)


_STALE = "after: is no `next` of this query; leave it out to begin with the first page"


def _cursor(scope: _Scope, start: _Start) -> str:
    """Return the place after which the next page begins."""
    keys = {name: value["S"] for name, value in (start or {}).items()}
    return base64.urlsafe_b64encode(json.dumps([scope.name, keys]).encode()).decode()


def _read(after: str | None, scopes: Sequence[_Scope]) -> tuple[int, _Start]:
    """Return the number of the scope with which a page begins, and the key after which."""
    if after is None:
        return 0, None
    try:
        name, keys = json.loads(base64.urlsafe_b64decode(after))
        place = [scope.name for scope in scopes].index(name)
        return place, {str(n): {"S": str(key)} for n, key in keys.items()} or None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Refused(_STALE) from None
