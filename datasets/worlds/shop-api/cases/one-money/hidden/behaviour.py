from shop import catalogue, db, migrate, money
from shop.clock import FixedClock
from shop.exports import registry
from shop.notify import mail
from shop.payments import paylane
from shop.pricing import tax

conn = db.connect(":memory:")
migrate.migrate(conn, None, FixedClock())
conn.execute("INSERT INTO customers VALUES (1, 'a@example.com', 'A', 'DE', '04109', '')")
conn.execute("INSERT INTO carts VALUES (1, 1, 'ordered', '', '')")
SKUS = (("S-1", 1290, "EUR", 310), ("S-2", 100, "JPY", 0), ("S-3", 12345, "BHD", 700), ("S-4", 2000, "PLN", 999), ("S-5", 9999, "CHF", 3), ("S-6", 10000, "EUR", 1), ("S-7", 5, "USD", 10), ("S-8", 2150000, "GBP", 70000))
for sku, price, currency, weight in SKUS:
    conn.execute("INSERT INTO products VALUES (?, ?, 'home', ?, ?, 1900, ?, 1, 1, 1, 0, 1)", (sku, f"Title {sku}", price, currency, weight))
ORDERS = (
    ("EUR", 490, ((1, 1290, 0, 1900), (3, 45, 2, 700), (1, 15, 0, 700))),
    ("JPY", 0, ((2, 617, 1, 1000), (1, 1234567, 0, 1000))),
    ("BHD", 1005, ((1, 1234567, 0, 1000), (1, 15, 0, 0), (1, 121, 0, 1000))),
    ("PLN", 1999, ((7, 107, 50, 2300), (1, 123456789, 0, 800))),
    ("USD", 0, ((1, 5, 0, 2500), (1, 100, 100, 700))),
    ("GBP", 7, ((1, 100000, 0, 2000), (1, 3, 0, 2000))),
    ("EUR", 0, ((1, 105, 0, 500), (1, 525, 0, 10000), (1, 21, 0, 4000), (1, 1000, 0, 10000))),
)
for number, (currency, shipping, lines) in enumerate(ORDERS, 1):
    total = sum(q * p - d for q, p, d, _ in lines) + shipping
    conn.execute("INSERT INTO orders VALUES (?, ?, 1, 1, 'paid', ?, 0, 0, ?, 0, ?, '', ?)", (number, f"ORD-2025-{number:05d}", currency, shipping, total, f"2025-10-{number:02d}T08:00:00Z"))
    for position, (qty, price, off, rate) in enumerate(lines, 1):
        conn.execute("INSERT INTO order_lines (order_id, position, sku, qty, unit_price, discount, tax_bp) VALUES (?, ?, ?, ?, ?, ?, ?)", (number, position, f"S-{position}", qty, price, off, rate))
    for amount, state in ((3, "done"), (70 + number, "done"), (1, "failed"), (123456, "done")):
        conn.execute("INSERT INTO refunds (order_id, amount, reason, state, created_at) VALUES (?, ?, 'goodwill', ?, '2025-10-20T00:00:00Z')", (number, amount, state))
show(registry.render("accounting", conn).splitlines())
show(registry.render("accounting", conn, since="2025-10-03", until="2025-10-04").splitlines())
for number in range(1, len(ORDERS) + 1):
    show(registry.render("invoice", conn, order_id=number).splitlines())
    show(registry.render("invoice", conn, order_id=number, locale="en").splitlines())
    show(registry.render("reminder", conn, order_id=number), registry.render("reminder", conn, order_id=number, fee=333))
show(registry.render("feed", conn).splitlines(), registry.render("feed-garden", conn))
show([registry.render("price-band", conn, sku=s[0]) for s in SKUS])
for currency in ("EUR", "USD", "GBP", "JPY", "BHD", "CHF", "PLN", "KRW"):
    show([mail.friendly(n, currency) for n in (0, 5, 100, 1000, 1005, 1200, 1250, -5, -1200, -1234567, 123456789)])
show(mail.compose("order.paid", {"order": "O", "total": 1200}), mail.compose("refund.requested", {"order": "O", "amount": 1205}, "BHD"), mail.compose("x", {}))
show(sorted(tax.by_rate([(1900, 5), (700, 7), (1900, 6)]).items()))
for call in (lambda: money.exponent("PLN"), lambda: money.plain(1, "KRW"), lambda: money.to_minor("1", "PLN"), lambda: money.to_minor("1.5", "JPY"), lambda: money.to_minor("x", "EUR")):
    try:
        show(call())
    except Exception as error:
        show(type(error).__name__)
show(sorted(money.EXPONENTS.items()), money.plain(-5, "EUR"), money.plain(1234567, "BHD"), money.to_minor("19.99", "EUR"), money.split(100, [1, 1, 1]), money.share(150, 100), money.half_up("2.5"), money.half_up("-2.5"))
show(paylane.refund_request(paylane.account({"PAYLANE_MERCHANT": "m", "PAYLANE_KEY": "k"}), "p", 1234, "BHD", "1")[1])
