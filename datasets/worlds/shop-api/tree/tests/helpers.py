"""A shop in memory, and a client for it."""

import io
import json
from pathlib import Path

from shop import catalogue, db, migrate
from shop.clock import FixedClock
from shop.http.app import App
from shop.pricing import coupons

ROOT = Path(__file__).resolve().parent.parent
TOKENS = "ida:customer:ida@example.com:1,noor:customer:noor@example.com:2,desk:staff:desk,root:admin:root"


def database(clock=None, to=None, seed=True):
    conn = db.connect(":memory:")
    migrate.migrate(conn, to, clock or FixedClock())
    if seed:
        catalogue.load_csv(conn, ROOT / "fixtures" / "catalogue.csv")
        coupons.load_csv(conn, ROOT / "fixtures" / "coupons.csv")
        for statement in migrate.statements((ROOT / "fixtures" / "seed.sql").read_text()):
            conn.execute(statement)
    return conn


class Shop:
    def __init__(self, **env):
        self.clock = FixedClock()
        self.conn = database(self.clock)
        self.app = App(self.conn, self.clock, {"SHOP_TOKENS": TOKENS, "SHOP_RATE_CHECKOUT": "1000", **env})
        self.ctx = self.app.ctx
        self._keys = 0

    def call(self, method, path, body=None, token="ida", key=..., headers=None):
        """Return status and answer; every call has an Idempotency-Key of its own unless told."""
        self._keys += 1
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(data)), "wsgi.input": io.BytesIO(data),
        }
        if token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        key = f"key-{self._keys}" if key is ... else key
        if key:
            environ["HTTP_IDEMPOTENCY_KEY"] = key
        for name, value in (headers or {}).items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        seen = []
        [answer] = self.app(environ, lambda status, _: seen.append(int(status.split()[0])))
        return seen[0], json.loads(answer) if answer else None

    def order(self, lines, coupons=(), token="ida", pay=True):
        """Order SKUs with quantities, and pay; return the order's view."""
        _, cart = self.call("POST", "/carts", token=token)
        for sku, qty in lines:
            self.call("PUT", f"/carts/{cart['id']}/lines/{sku}", {"qty": qty}, token)
        for code in coupons:
            self.call("POST", f"/carts/{cart['id']}/coupons", {"code": code}, token)
        status, order = self.call("POST", "/orders", {"cart": cart["id"]}, token)
        assert status == 201, order
        if pay:
            status, order = self.call("POST", f"/orders/{order['id']}/pay", {"amount": order["total"]}, token)
            assert status == 200, order
        return order
