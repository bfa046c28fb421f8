import unittest
from datetime import date

from quern.errors import LexError, place
from quern.lex.lexer import tokens


class LexerTest(unittest.TestCase):
    def test_values(self):
        found = [t.value for t in tokens('3 2.5 "a\\"b\\n" @2026-01-31 $today m.id')][:-1]
        self.assertEqual(found, [3, 2.5, 'a"b\n', date(2026, 1, 31), "today", "m.id"])

    def test_reserved_words_are_no_names(self):
        self.assertEqual([t.kind for t in tokens("not notes")], ["word", "name", "end"])

    def test_comments_are_kept(self):
        self.assertEqual([t.kind for t in tokens("a -- b\n-- c")], ["name", "comment", "comment", "end"])

    def test_what_does_not_exist_is_refused_with_its_place(self):
        for text in ("a ! b", "@2026-02-30", '"\\q"', '"open'):
            with self.subTest(text), self.assertRaises(LexError):
                tokens(text)
        self.assertEqual(place("ab\ncd", 4), (2, 2))
