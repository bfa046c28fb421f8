import unittest

from shop import apidoc
from shop.http.router import ROUTES
from tests.helpers import Shop


class ApiDoc(unittest.TestCase):
    def test_every_route_has_a_text(self):
        Shop()
        self.assertEqual(sorted(apidoc.texts()), sorted(f"{r.method} {r.path}" for r in ROUTES))

    def test_the_document(self):
        status, found = Shop().call("GET", "/openapi.json", token=None)
        self.assertEqual(status, 200)
        names = [p["name"] for p in found["paths"]["/orders/{id}/pay"]["post"]["parameters"]]
        self.assertEqual(names, ["id", "Idempotency-Key"])


if __name__ == "__main__":
    unittest.main()
