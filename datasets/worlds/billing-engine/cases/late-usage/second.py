"""Late usage: one object per settlement."""

import dataclasses
from collections import defaultdict
from decimal import Decimal

from meterbook import errors, period as periods
from meterbook.invoicing import credits, draft as drafts, issue, notes, proration
from meterbook.metering.resolve import resolve
from meterbook.model import Draft, Line
from meterbook.store import connection, records
from meterbook.tax import apply, rates

LEAST = {"JPY": 150, "TND": 3000}


def settle(db, catalog, customer, period, day):
    with connection.transaction(db):
        return Settlement(db, catalog, customer, period, day).run()


class Settlement:
    def __init__(self, db, catalog, customer, period, day):
        self.db, self.catalog, self.customer, self.period, self.day = db, catalog, customer, period, day

    def rows(self, sql, *args):
        return self.db.execute(sql, args).fetchall()

    def run(self):
        closed = self.rows("SELECT number FROM closed WHERE customer = ? AND period = ?", self.customer.id, str(self.period))
        if not closed:
            raise errors.Closed(f"{self.period} was not closed")
        self.net, self.count = defaultdict(int), defaultdict(Decimal)
        self.add_present()
        self.take_billed()
        if sum(map(abs, self.net.values())) < LEAST.get(self.customer.currency, 100):
            return None, []
        targets = self.rows(
            "SELECT l.*, d.issued FROM document_lines l JOIN documents d USING (number) WHERE customer = ? AND period = ?"
            " AND d.kind = 'invoice' AND l.kind IN ('usage', 'late') ORDER BY d.issued DESC, number DESC, position DESC",
            self.customer.id, str(self.period),
        )
        invoice = self.bill(closed[0]["number"])
        made = self.credit(targets)
        if invoice or made:
            detail = (self.customer.id, str(self.period), invoice or "-", ",".join(made) or "-")
            connection.audit(self.db, self.day, "settle", " ".join(detail))
        return invoice, made

    def add_present(self):
        begin = periods.midnight(self.day, self.customer.utc_offset)
        facts = [f for f in resolve(records.events(self.db, self.customer.id)) if f.known < begin]
        for part in proration.segments(records.subscriptions(self.db, self.customer.id), self.period):
            for line in drafts.lines_of(self.customer, part, self.period, self.catalog, facts):
                if line.kind == "usage":
                    self.net[line.ref, line.revenue] += line.net
                    self.count[line.ref, line.revenue] += line.quantity

    def take_billed(self):
        mine = set()
        for row in self.rows("SELECT detail FROM audit WHERE command = 'settle'"):
            mine.update(row["detail"].split(" ")[3].split(","))
        for row in self.rows(
            "SELECT l.*, d.kind AS sort FROM document_lines l JOIN documents d USING (number)"
            " WHERE customer = ? AND period = ? AND l.kind IN ('usage', 'late')", self.customer.id, str(self.period)
        ):
            if row["sort"] == "invoice":
                self.net[row["ref"], row["revenue"]] -= row["net"]
                self.count[row["ref"], row["revenue"]] -= Decimal(row["quantity"])
            elif row["number"] in mine:
                self.net[row["ref"], row["revenue"]] += row["net"]

    def bill(self, first):
        made = Draft(self.customer, str(self.period))
        for key in sorted(self.net):
            if self.net[key] > 0:
                made.lines.append(Line("late", key[0], self.count[key], self.net[key], key[1]))
        if not made.lines:
            return None
        rate, made.tax_note = rates.treatment(self.customer, self.period.last)
        if first:
            old = notes.document(self.db, first)
            made.customer = dataclasses.replace(self.customer, region=old["region"])
            made.tax_note = old["tax_note"]
            rate = notes.lines_of(self.db, first)[0].rate
        for line in made.lines:
            line.rate = rate
        apply.apply_tax(made.lines, self.customer.currency)
        credits.spend_prepaid(made, records.credits(self.db, self.customer.id), self.day)
        return issue._issue(self.db, made, self.day)

    def credit(self, targets):
        plan = {}
        for row in targets:
            key = (row["ref"], row["revenue"])
            take = min(-self.net[key], notes.left_of(self.db, row["number"])[row["position"] - 1][0])
            if take > 0:
                plan.setdefault(row["number"], {})[row["position"]] = take
                self.net[key] += take
        return [notes.credit_note(self.db, number, self.day, amounts) for number, amounts in plan.items()]
