import io
import json
import logging
from pathlib import Path

logging.disable(logging.CRITICAL)
from shop import catalogue, db, migrate, stock
from shop.clock import FixedClock
from shop.exports import registry
from shop.http.app import App
from shop.pricing import coupons

TOKENS = "ida:customer:ida@example.com:1,noor:customer:noor@example.com:2,desk:staff:desk,root:admin:root"


def seed(conn):
    catalogue.load_csv(conn, Path("fixtures/catalogue.csv"))
    coupons.load_csv(conn, Path("fixtures/coupons.csv"))
    for statement in migrate.statements(Path("fixtures/seed.sql").read_text()):
        conn.execute(statement)


class Shop:
    def __init__(self, conn=None, **env):
        self.clock = FixedClock()
        if conn is None:
            conn = db.connect(":memory:")
            migrate.migrate(conn, None, self.clock)
            seed(conn)
        self.conn = conn
        self.app = App(conn, self.clock, {"SHOP_TOKENS": TOKENS, "SHOP_RATE_CHECKOUT": "1000", **env})
        self.keys = 0

    def call(self, method, path, body=None, token="ida", key=...):
        self.keys += 1
        data = json.dumps(body).encode() if body is not None else b""
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "",
                   "CONTENT_LENGTH": str(len(data)), "wsgi.input": io.BytesIO(data)}
        if token:
            environ["HTTP_AUTHORIZATION"] = "Bearer " + token
        key = f"k{self.keys}" if key is ... else key
        if key:
            environ["HTTP_IDEMPOTENCY_KEY"] = key
        seen = []
        answer = b"".join(self.app(environ, lambda status, *_: seen.append(int(status.split()[0]))))
        return seen[0], json.loads(answer) if answer else None

    def order(self, lines, codes=(), token="ida", pay=True):
        cart = self.call("POST", "/carts", token=token)[1]
        for sku, qty in lines:
            self.call("PUT", f"/carts/{cart['id']}/lines/{sku}", {"qty": qty}, token)
        for code in codes:
            self.call("POST", f"/carts/{cart['id']}/coupons", {"code": code}, token)
        order = self.call("POST", "/orders", {"cart": cart["id"]}, token)[1]
        if pay:
            self.call("POST", f"/orders/{order['id']}/pay", {"amount": order["total"]}, token)
        return order

    def cancel(self, order, position, token="ida", key=..., body=...):
        status, answer = self.call(
            "POST", f"/orders/{order['id']}/lines/{position}/cancel", {} if body is ... else body, token, key
        )
        return [status, answer if status == 200 else [answer.get("error"), answer.get("field")]]

    def brief(self, order, token="desk"):
        o = self.call("GET", f"/orders/{order['id']}", None, token)[1]
        return [o["status"], o["total"], o["cancelled"], o["payable"], [l["cancelled_qty"] for l in o["lines"]]]

    def refunds(self):
        return [list(r) for r in self.conn.execute("SELECT amount, reason, state FROM refunds ORDER BY id")]

    def free(self, sku):
        now = self.clock.now()
        return [stock.available(self.conn, sku, w, now) for w in ("LEI", "ROT")]

    def events(self, name):
        found = self.conn.execute("SELECT version, payload FROM outbox WHERE event = ? ORDER BY id", (name,))
        return [[r[0], json.loads(r[1])] for r in found]


