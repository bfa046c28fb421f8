import unittest

from quern.routing import choose
from quern.settings import Settings
from quern.syntax.parser import parse
from tests.support import catalog

VIEWS = {"v": "from people | window: n = count() | select id, n", "w": "from people | select id"}


class RoutingTest(unittest.TestCase):
    def engine(self, text, **more):
        settings = Settings(
            stages=frozenset({"from", "where", "select", "join"}), functions=frozenset({"lower", "length"}), **more
        )
        return choose(parse(text), catalog(VIEWS), settings)

    def test_only_what_is_ported_runs_on_the_new_engine(self):
        for text, engine in (
            ("from people | select id", "new"), ("from people | sort id", "old"), ("from v", "old"), ("from w", "new"),
            ("from people | where upper(town) == lower(town)", "old"), ("from people | left join pets on true", "old"),
            ("from people | join w on length(lower(town)) == w.id", "new"),
        ):
            with self.subTest(text):
                self.assertEqual(self.engine(text), engine)

    def test_the_comment_decides_before_the_mode(self):
        self.assertEqual(self.engine("-- engine: old\nfrom people"), "old")
        self.assertEqual(self.engine("-- engine: new\nfrom v", mode="old"), "new")
        self.assertEqual(self.engine("from people", mode="old"), "old")

    def test_held_views(self):
        self.assertEqual(self.engine("from w", held_views=frozenset({"w"})), "old")
