"""Spends credits on a draft. Promo credits lower the tax base, prepaid ones pay the gross."""

from collections.abc import Iterable
from datetime import date

from meterbook.model import Credit, Draft
from meterbook.money import allocate

_NEVER = date.max


def usable(credits: Iterable[Credit], kind: str, day: date) -> list[Credit]:
    """What may be spent on a day, in the order in which it is spent (docs/credits.md)."""
    found = [
        credit
        for credit in credits
        if credit.kind == kind
        and credit.left > 0
        and credit.granted <= day
        and (credit.expires is None or day <= credit.expires)
    ]
    return sorted(found, key=lambda c: (c.expires or _NEVER, c.granted, c.id))


def spend_promo(draft: Draft, credits: Iterable[Credit], day: date) -> None:
    """Lower the lines in the scope of each credit, in proportion to what is left of them."""
    for credit in usable(credits, "promo", day):
        lines = [line for line in draft.lines if credit.scope in ("*", line.ref)]
        take = min(credit.left, sum(line.taxable for line in lines))
        if take <= 0:
            continue
        parts = allocate(take, [line.taxable for line in lines])
        for line, part in zip(lines, parts):
            line.promo += part
        draft.used[credit.id] = take


def spend_prepaid(draft: Draft, credits: Iterable[Credit], day: date) -> None:
    for credit in usable(credits, "prepaid", day):
        take = min(credit.left, draft.due)
        if take <= 0:
            break
        draft.prepaid += take
        draft.used[credit.id] = take
