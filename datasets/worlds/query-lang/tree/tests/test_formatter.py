import unittest
from pathlib import Path

from quern.syntax.formatter import format_expr, format_query
from quern.syntax.parser import parse, parse_expression

SAME = """-- late loans
from loans as l
| left join members as m on m.id == member and (m.level == "crew" or m.city is null)
| where not (late or fee in (1, 2.5)) and -x < 3 - (2 - 1)
-- by town
| group m.city, y = year(out): n = count(), fees = sum(fee)
| window by city order n desc nulls first, y rows 2 back to here: r = rank()
| sort n desc
| take 10 skip 5
-- end
"""


class FormatterTest(unittest.TestCase):
    def test_the_form_stays(self):
        self.assertEqual(format_query(parse(SAME)), SAME)

    def test_brackets_are_made_anew(self):
        for text, wanted in (
            ("((a + b)) + (c * d)", "a + b + c * d"),
            ("a + (b + c)", "a + (b + c)"),
            ("(a ?? b) ?? (c ?? d)", "(a ?? b) ?? c ?? d"),
            ("(a == b) == c", "(a == b) == c"),
            ("not (not a)", "not not a"),
            ("(not a) == b", "(not a) == b"),
            ("-(a + b)", "-(a + b)"),
            ("(a is null) and b", "a is null and b"),
            ("len(ucase(a))", "length(upper(a))"),
            ('"a\\tb" + 1.50', '"a\\tb" + 1.5'),
        ):
            with self.subTest(text):
                self.assertEqual(format_expr(parse_expression(text)), wanted)
                self.assertEqual(format_expr(parse_expression(wanted)), wanted)

    def test_long_lists_have_a_line_for_each_item(self):
        text = format_query(parse("from a | select " + ", ".join(f"column_number_{n}" for n in range(9))))
        self.assertEqual(len(text.splitlines()), 11)
        self.assertEqual(format_query(parse(text)), text)

    def test_queries_of_the_repository_are_formatted(self):
        for path in (*Path("views").glob("*.q"), *Path("reports").glob("*.q")):
            with self.subTest(path.name):
                text = path.read_text()
                self.assertEqual(format_query(parse(text)), text)
