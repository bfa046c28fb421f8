import unittest

from quern.cache.plans import PlanCache, key_of
from quern.session import Session
from quern.syntax.parser import parse
from quern.types.kinds import Type
from tests.support import catalog


class CacheTest(unittest.TestCase):
    def test_spellings_share_a_plan_and_types_do_not(self):
        one = key_of(parse("-- a\nfrom people | where (id == $x)"), "v", {"x": Type("int")})
        self.assertEqual(one, key_of(parse("from people|where id==$x"), "v", {"x": Type("int")}))
        self.assertNotEqual(one, key_of(parse("from people | where id == $x"), "v", {"x": Type("float")}))
        self.assertNotEqual(one, key_of(parse("from people | where id == $x"), "w", {"x": Type("int")}))

    def test_the_plan_that_was_not_used_for_longest_goes(self):
        cache = PlanCache(2)
        for key in ("a", "b", "a", "c"):
            cache.get(key, lambda: key)
        self.assertEqual(list(cache.plans), ["a", "c"])
        self.assertEqual((cache.hits, cache.misses), (1, 3))

    def test_a_plan_serves_all_values(self):
        session = Session(catalog())
        text = "from people | where $x is null or age == $x | select id"
        found = [session.run(text, {"x": x}, "new").rows for x in (36, 41)]
        self.assertEqual(found, [[(1,)], [(3,)]])
        self.assertEqual((session.cache.hits, session.cache.misses), (1, 1))

    def test_a_change_of_a_view_makes_another_version(self):
        self.assertNotEqual(catalog({"v": "from people"}).version, catalog({"v": "from pets"}).version)
