import importlib.util
import io
import json
import logging
import os
from pathlib import Path

logging.disable(logging.CRITICAL)
from shop import catalogue, db, giftcards, migrate
from shop.clock import FixedClock
from shop.http.app import App

conn = db.connect(":memory:")
clock = FixedClock()
migrate.migrate(conn, None, clock)
catalogue.load_csv(conn, Path("fixtures/catalogue.csv"))
for statement in migrate.statements(Path("fixtures/seed.sql").read_text()):
    conn.execute(statement)
TOKENS = "ida:customer:ida@example.com:1,desk:staff:desk"
app = App(conn, clock, {"SHOP_TOKENS": TOKENS})
count = [0]


def call(method, path, body=None, token="desk"):
    count[0] += 1
    data = json.dumps(body).encode() if body is not None else b""
    seen = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(data)), "wsgi.input": io.BytesIO(data),
               "HTTP_AUTHORIZATION": "Bearer " + token, "HTTP_IDEMPOTENCY_KEY": f"k{count[0]}"}
    answer = b"".join(app(environ, lambda status, *_: seen.append(int(status[:3]))))
    return [seen[0], json.loads(answer)]


for code, currency, amount in (("a-1", "EUR", 19.99), ("Y", "JPY", 1500), ("B", "BHD", 1.285), ("C", "EUR", 0.29), ("D", "USD", 5)):
    show(call("POST", "/giftcards", {"code": code, "currency": currency, "amount": amount}))
for currency, amount in (("EUR", 19.999), ("JPY", 1.5), ("BHD", 0.0005), ("EUR", 0), ("EUR", -1), ("PLN", 5)):
    status, answer = call("POST", "/giftcards", {"code": "X", "currency": currency, "amount": amount})
    show([status, answer["error"]])
show([list(r) for r in conn.execute("SELECT code, issued FROM gift_cards ORDER BY code")])
show([json.loads(r[0]) for r in conn.execute("SELECT payload FROM outbox WHERE event = 'giftcard.issued' ORDER BY id")])
show([[r[0], json.loads(r[1])] for r in conn.execute("SELECT action, after FROM audit WHERE entity = 'giftcard' ORDER BY id")])
show(repr(giftcards.balance(conn, "a-1")), repr(giftcards.balance(conn, "Y")))

cart = call("POST", "/carts", {}, "ida")[1]["id"]
call("PUT", f"/carts/{cart}/lines/CD-BEES", {"qty": 2}, "ida")
order = call("POST", "/orders", {"cart": cart}, "ida")[1]
show(call("POST", f"/orders/{order['id']}/pay", {"amount": 0, "gift_card": "a-1"}, "ida")[1].get("due"))
show(call("POST", f"/orders/{order['id']}/pay", {"amount": order["total"] - 29, "gift_card": "c"}, "ida")[0])
show(call("POST", f"/orders/{order['id']}/pay", {"amount": 0, "gift_card": "D"}, "ida")[0])
show(call("GET", "/giftcards/C", None, "ida"), call("GET", "/giftcards/A-1", None, "ida"))
show(repr(giftcards.give_back(app.ctx, "C", 17, order["id"])), call("GET", "/giftcards/c", None, "ida")[1]["balance"])
show(json.loads(conn.execute("SELECT after FROM audit WHERE action = 'giftcard.return'").fetchone()[0]))

for name, text in (("good", "code;currency;amount\nS-1;EUR;25,00\nS-2;JPY;3000\nS-3;BHD;1,5\nS-4;EUR;0,07\n"), ("bad", "code;currency;amount\nS-8;EUR;25,00\nS-9;EUR;25,001\n")):
    Path("cards.csv").write_text(text)
    try:
        show(giftcards.import_csv(app.ctx, "cards.csv"))
    except Exception as error:
        show(type(error).__name__)
    os.unlink("cards.csv")
show([list(r) for r in conn.execute("SELECT code, balance FROM gift_card_balances ORDER BY code")])
conn.execute("UPDATE gift_cards SET blocked = 1 WHERE code = 'S-1'")
show(sorted([c, repr(n)] for c, n in giftcards.liabilities(conn).items()))
spec = importlib.util.spec_from_file_location("daily_report", "ops/daily_report.py")
report = importlib.util.module_from_spec(spec)
spec.loader.exec_module(report)
show(report.text(conn, "2025-11-03"))
