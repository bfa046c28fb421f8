import unittest

from quern.errors import ParseError
from quern.syntax.nodes import Binary, Call, In, Literal, Name, Unary
from quern.syntax.parser import parse, parse_expression


class ParserTest(unittest.TestCase):
    def test_binding(self):
        a, b, c = map(Name, "abc")
        for text, tree in (
            ("a + b * c", Binary("+", a, Binary("*", b, c))),
            ("a - b - c", Binary("-", Binary("-", a, b), c)),
            ("a ?? b ?? c", Binary("??", a, Binary("??", b, c))),
            ("not a == b and c", Binary("and", Unary("not", Binary("==", a, b)), c)),
            ("a or b and c", Binary("or", a, Binary("and", b, c))),
            ("-a * b", Binary("*", Unary("-", a), b)),
            ("a not in (1, b)", In(a, (Literal(1), b), True)),
            ("LOWER(a)", Call("lower", (a,))),
        ):
            with self.subTest(text):
                self.assertEqual(parse_expression(text), tree)

    def test_words_of_stages_are_names_elsewhere(self):
        query = parse("from by | sort rows desc, take | select order, first = desc")
        self.assertEqual(query.stages[1].keys[1].expr, Name("take"))
        self.assertEqual([i.name for i in query.stages[2].items], ["order", "first"])

    def test_wrong_queries(self):
        for text in ("people", "from a | where", "from a | where 1 < 2 < 3", "from a | chew b", "from a b",
                     "from a | group n = count()", "from a | take x", "from a | window rows 1 to here: n = rank()"):
            with self.subTest(text), self.assertRaises(ParseError):
                parse(text)

    def test_comments_belong_to_stages(self):
        query = parse("-- top\nfrom a -- one\n-- two\n| take 1 -- three\n")
        self.assertEqual(query.comments, (("-- top",), ("-- one", "-- two"), ("-- three",)))
