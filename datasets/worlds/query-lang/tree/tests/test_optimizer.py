import unittest

from tests.support import plan_lines, rows


class OptimizerTest(unittest.TestCase):
    def check(self, text, *lines):
        self.assertEqual([line.strip() for line in plan_lines(text)], list(lines))

    def test_constants(self):
        self.check("from people | where 1 + 1 == 2 and id > 2 * 3 | select id", "project id", "filter id > 6", "scan people (id)")
        self.check("from people | where null | select id", "empty")
        self.check("from people | where not (age < 3) | select age", "project age", "filter age >= 3", "scan people (age)")

    def test_a_filter_moves_to_its_side_of_a_join(self):
        self.check(
            'from people | join pets on owner == people.id | where age > 3 and kind == "cat" | select age',
            "project age", "join on pets.owner == id", "filter age > 3", "scan people (id, age)",
            "project pets.owner = owner", 'filter kind == "cat"', "scan pets (owner, kind)",
        )

    def test_a_left_join_keeps_its_rows(self):
        self.check(
            "from people | left join pets on owner == people.id and age > 3 | where kind is null | select age",
            "project age", "filter pets.kind is null", "left join on pets.owner == id and age > 3",
            "scan people (id, age)", "project pets.owner = owner, pets.kind = kind", "scan pets (owner, kind)",
        )

    def test_a_filter_that_refuses_padding_makes_a_join(self):
        for condition, kind in (('kind == "cat"', "join"), ('lower(kind) != "x"', "join"), ("kind is null", "left join"),
                                ('coalesce(kind, "x") == "x"', "left join"), ('kind == "cat" or age > 3', "left join")):
            with self.subTest(condition):
                text = " ".join(plan_lines(f"from people | left join pets on owner == people.id | where {condition}"))
                self.assertEqual("left join" in text, kind == "left join")

    def test_only_keys_move_below_a_group(self):
        self.check(
            'from people | group town: n = count() | where town == "cork" and n > 1', "filter n > 1",
            "aggregate town: n = count()", 'filter town == "cork"', "scan people (town)",
        )
        self.assertEqual(rows("from people | group: n = count() | where false"), [])
        self.assertEqual(rows("from people | where false | group: n = count()"), [(0,)])

    def test_a_filter_stays_above_a_limit(self):
        self.check("from people | take 2 | where id > 1 | select id", "project id", "filter id > 1", "limit 2 skip 0", "scan people (id)")
