import unittest

from quern.errors import TypeProblem
from quern.plan.build import build
from quern.syntax.parser import parse
from quern.types.kinds import Type, common
from tests.support import catalog


def type_of(expr, params=None):
    built = build(parse(f"from people | select x = {expr}"), catalog(), params)
    return str(built.types["x"])


class TypesTest(unittest.TestCase):
    def test_types_of_expressions(self):
        for expr, wanted in (
            ("id + 1", "int"), ("id + age", "int?"), ("id / 2", "float?"), ("id % 2", "int?"), ("id + 1.5", "float"),
            ("age ?? 0", "int"), ("coalesce(age, 1.5)", "float"), ("age is null", "bool"), ("age == 1", "bool?"),
            ("same(age, 1)", "bool"), ("if(age > 1, 1, null)", "int?"), ("@2026-01-01 - @2025-01-01", "int"),
            ("@2026-01-01 + id", "date"), ('town + "x"', "text?"), ("concat(town)", "text"), ("null", "null"),
            ("-age", "int?"), ("round(id)", "float"), ("id in (1, age)", "bool?"), ("null + 1", "int?"),
        ):
            with self.subTest(expr):
                self.assertEqual(type_of(expr), wanted)

    def test_what_does_not_fit(self):
        for expr in ("id + town", "town == 1", "not id", "id in (1, town)", "if(id, 1, 2)", "length(id)", "sum(id)",
                     "lower()", "substr(town)", 'if(true, 1, "a")', "$x", "-town", "town * 2", "cbrt(id)"):
            with self.subTest(expr), self.assertRaises(TypeProblem):
                type_of(expr)

    def test_a_parameter_is_nullable(self):
        self.assertEqual(type_of("$x", {"x": Type("int")}), "int?")

    def test_the_right_of_a_left_join_is_nullable(self):
        built = build(parse("from people | left join pets on owner == people.id"), catalog())
        self.assertEqual(str(built.types["pets.id"]), "int?")

    def test_common(self):
        self.assertEqual(common(Type("int"), Type("float", True)), Type("float", True))
        self.assertIsNone(common(Type("int"), Type("text")))
