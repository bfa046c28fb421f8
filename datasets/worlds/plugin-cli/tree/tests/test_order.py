import unittest

from heron.errors import OrderError
from heron.plugins.order import ordered, priority_of
from heron.plugins.registry import Implementation


def impl(plugin, priority=50, index=0, before=(), after=()):
    return Implementation(plugin, "check", print, priority, index, before, after)


def names(*implementations):
    return [i.plugin for i in ordered(implementations)]


class OrderTest(unittest.TestCase):
    def test_high_priorities_come_first_and_equal_ones_by_load_order(self):
        self.assertEqual(names(impl("a", 10, 0), impl("b", 50, 2), impl("c", 50, 1)), ["c", "b", "a"])

    def test_before_and_after_are_stronger_than_priorities(self):
        found = names(impl("a", 90, after=["c"]), impl("b", 50), impl("c", 10), impl("d", 5))
        self.assertEqual(found, ["b", "c", "a", "d"])
        self.assertEqual(names(impl("a", 90), impl("b", 10, before=["a"])), ["b", "a"])

    def test_names_that_take_no_part_are_ignored(self):
        self.assertEqual(names(impl("a", after=["zz", "a"])), ["a"])

    def test_a_circle_is_an_error(self):
        with self.assertRaisesRegex(OrderError, "circle: a, b"):
            names(impl("a", after=["b"]), impl("b", after=["a"]))

    def test_the_settings_overrule_the_priority_of_a_plugin_and_of_one_hook(self):
        said = {"links": 10, "links.check": 20, "acme.severity": 60}
        self.assertEqual(priority_of("links", "parse", 50, said), 10)
        self.assertEqual(priority_of("links", "check", 50, said), 20)
        self.assertEqual(priority_of("acme.severity", "filter", 30, said), 60)

    def test_api_1_counts_the_other_way_round(self):
        self.assertEqual(priority_of("old", "check", 20, {}, api=1), 80)
        self.assertEqual(priority_of("old", "check", 20, {"old": 7}, api=1), 7)


if __name__ == "__main__":
    unittest.main()
