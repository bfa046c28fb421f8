"""Tokens. Only the words in RESERVED are keywords everywhere; all others depend on their place."""

from dataclasses import dataclass

RESERVED = frozenset({"and", "or", "not", "in", "is", "null", "true", "false"})


@dataclass(frozen=True)
class Token:
    """`kind` is name, word (a reserved one), int, float, text, date, param, op, comment or end."""

    kind: str
    text: str
    value: object
    at: int

    def is_op(self, *texts):
        return self.kind == "op" and self.text in texts

    def is_name(self, *texts):
        return self.kind == "name" and self.text in texts

    def is_word(self, *texts):
        return self.kind == "word" and self.text in texts
