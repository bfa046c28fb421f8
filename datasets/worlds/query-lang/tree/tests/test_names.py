import unittest

from quern.errors import NameProblem
from quern.names.scope import Scope
from tests.support import rows


class NamesTest(unittest.TestCase):
    def test_how_a_name_finds_its_column(self):
        scope = Scope(dict.fromkeys(["id", "m.id", "m.city", "t.name", "u.name"]), "loans")
        for name, full in (("id", "id"), ("loans.id", "id"), ("m.id", "m.id"), ("city", "m.city")):
            with self.subTest(name):
                self.assertEqual(scope.find(name), full)
        for name in ("name", "loans.city", "x", "m.x"):
            with self.subTest(name), self.assertRaises(NameProblem):
                scope.find(name)

    def test_the_first_table_is_forgotten_after_a_select(self):
        self.assertEqual(rows("from people as p | where p.id == 1 | select p.id"), [(1,)])
        with self.assertRaises(NameProblem):
            rows("from people as p | select id | where p.id == 1")

    def test_views(self):
        views = {"old": "from people | where age > 36 | select id", "loop": "from old | join loop on id == loop.id | select id"}
        self.assertEqual(rows("from old", views=views), [(3,)])
        with self.assertRaises(NameProblem):
            rows("from loop", views=views)
        with self.assertRaises(NameProblem):
            rows("from v", views={"v": "from people | join pets on owner == people.id"})
