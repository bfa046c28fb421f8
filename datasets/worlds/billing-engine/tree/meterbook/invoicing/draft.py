"""Makes the draft of an invoice: a customer's month as lines, credits and tax."""

from collections.abc import Iterable
from decimal import Decimal

from meterbook.catalog.plans import Catalog
from meterbook.catalog.pricing import price
from meterbook.errors import BillingError
from meterbook.invoicing.credits import spend_prepaid, spend_promo
from meterbook.invoicing.proration import Segment, segments
from meterbook.metering.resolve import Fact
from meterbook.metering.usage import in_time, quantity
from meterbook.model import Credit, Customer, Draft, Line, Subscription
from meterbook.money import to_minor
from meterbook.period import Period
from meterbook.tax.apply import apply_tax
from meterbook.tax.rates import treatment


def make_draft(
    customer: Customer,
    period: Period,
    subscriptions: Iterable[Subscription],
    catalog: Catalog,
    facts: Iterable[Fact],
    credits: Iterable[Credit] = (),
) -> Draft:
    """The draft of one month. Facts that were late for their month are left out."""
    facts = [f for f in facts if f.customer == customer.id and in_time(customer, f)]
    credits = list(credits)
    draft = Draft(customer, str(period))
    mine = [sub for sub in subscriptions if sub.customer == customer.id]
    for part in segments(mine, period):
        draft.lines.extend(lines_of(customer, part, period, catalog, facts))
    rate, draft.tax_note = treatment(customer, period.last)
    for line in draft.lines:
        line.rate = rate
    spend_promo(draft, credits, period.last)
    apply_tax(draft.lines, customer.currency)
    spend_prepaid(draft, credits, period.last)
    return draft


def lines_of(
    customer: Customer, part: Segment, period: Period, catalog: Catalog, facts: Iterable[Fact]
) -> list[Line]:
    """The lines of one segment: the fee first, then each charge in the order of the price list."""
    plan = catalog.version_for(part.subscription.plan, part.subscription.start, period)
    if plan.currency != customer.currency:
        raise BillingError(f"{customer.id} pays in {customer.currency}, {plan.id} is in {plan.currency}")
    found = []
    if plan.fee:
        seats = part.subscription.seats if plan.per_seat else 1
        amount = plan.fee * seats * part.days / period.days
        found.append(_line(customer, part, "fee", plan.id, Decimal(seats), amount, "subscription"))
    for charge in plan.charges:
        used = quantity(customer, charge.meter, facts, part.start, part.until)
        amount = price(charge, used, part.days, period.days)
        if used or amount:
            line = _line(customer, part, "usage", charge.meter, used, amount, charge.revenue)
            found.append(line)
    return found


def _line(customer, part, kind, ref, count, amount, revenue):
    kept = amount * (1 - part.subscription.discount)
    return Line(kind, ref, count, to_minor(kept, customer.currency, "line"), revenue)
