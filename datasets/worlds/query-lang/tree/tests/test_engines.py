import unittest

from quern.engine.run import run
from quern.errors import Unsupported
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.syntax.parser import parse
from tests.support import catalog, rows

QUERIES = (
    "from people | left join pets on owner == people.id | where kind is null or age > 40",
    "from people | derive x = age + 1, y = x ?? 0 | sort y desc | take 2",
    "from pets | group owner: n = count(), k = distinct_count(kind) | where n > 1",
    "from pets | join people on people.id == owner | group town: n = count() | sort town",
    "from people | where not (age == 36 and town is not null) | distinct",
)


class EnginesTest(unittest.TestCase):
    def test_the_optimized_plan_gives_the_same_rows(self):
        for text in QUERIES:
            with self.subTest(text):
                node = build(parse(text), catalog()).node
                plain, better = (run(n, catalog(), {}) for n in (node, optimize(node)[0]))
                self.assertEqual(plain, better)

    def test_what_is_not_ported_is_refused(self):
        for text in ("from people | window: n = count()", "from people | append people", "from people | group: m = median(age)"):
            with self.subTest(text), self.assertRaises(Unsupported):
                rows(text)
            self.assertTrue(rows(text, "old"))

    def test_the_old_engine_refuses_frames(self):
        with self.assertRaises(Unsupported):
            rows("from people | window order id rows start to here: n = count()", "old")
