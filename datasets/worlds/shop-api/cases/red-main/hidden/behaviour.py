from shop import catalogue, db, migrate, stock
from shop.clock import FixedClock, parse
from shop.pricing import tax
from shop.pricing.coupons import Coupon
from shop.pricing.stacking import choose
from shop.pricing.totals import Line, compute
from shop.webhooks import signing


def fresh():
    conn = db.connect(":memory:")
    migrate.migrate(conn, None, FixedClock())
    catalogue.load_csv(conn, "fixtures/catalogue.csv")
    return conn


one, two = fresh(), fresh()
catalogue.product(one, "CD-PINE")
two.execute("UPDATE products SET title = 'Other', weight_g = 7 WHERE sku = 'CD-PINE'")
show([catalogue.product(c, "CD-PINE")["title"] for c in (one, two, one)])
one.execute("UPDATE products SET weight_g = 11 WHERE sku = 'CD-PINE'")
show([catalogue.product(c, "CD-PINE")["weight_g"] for c in (one, two)])
changed = catalogue.product(one, "CD-BEES")
changed["title"] = "x"
show(catalogue.product(one, "CD-BEES")["title"])
try:
    catalogue.product(one, "NO")
except Exception as error:
    show(type(error).__name__)

one.execute("INSERT INTO stock VALUES ('CD-PINE', 'LEI', 10)")
for qty, state, ends in ((1, "held", "2025-11-03T10:00:00Z"), (2, "held", "2025-11-03T10:00:01Z"), (3, "committed", None), (4, "released", "2025-12-01T00:00:00Z")):
    one.execute("INSERT INTO holds (sku, warehouse, qty, state, expires_at) VALUES ('CD-PINE', 'LEI', ?, ?, ?)", (qty, state, ends))
for at in ("2025-11-03T09:59:59Z", "2025-11-03T10:00:00Z", "2025-11-03T10:00:01Z"):
    show(stock.available(one, "CD-PINE", "LEI", parse(at)))
show(stock.available(one, "CD-BEES", "ROT", parse("2025-11-03T10:00:00Z")))

show(sorted(tax.by_rate([(1900, 47), (700, 28), (1900, 31), (700, 30), (1900, 29)]).items()))
show(tax.by_rate([]), tax.by_rate([(700, 0)]))
lines = [Line("A", 3, 917, 1900), Line("B", 1, 333, 700), Line("C", 2, 47, 1900)]
for shipping in (0, 490, 1):
    found = compute(lines, [Coupon("X", "fixed", 77, "g")], shipping, 6000)
    show([found.tax, found.total, list(found.line_discounts)])
alone, other = Coupon("ALONE", "fixed", 50, "v", exclusive=True), Coupon("OTHER", "fixed", 50, "o")
show([c.code for c in choose([other, alone], lines, 6000)])
show(signing.sign("k", 1700000000, b"body"))
