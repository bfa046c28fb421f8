"""A place in a list of tokens."""

from quern.errors import ParseError


class Cursor:
    def __init__(self, tokens):
        self.tokens = [t for t in tokens if t.kind != "comment"]
        self.index = 0

    @property
    def now(self):
        return self.tokens[self.index]

    def next(self):
        token = self.now
        if token.kind != "end":
            self.index += 1
        return token

    def take_op(self, *texts):
        return self.next() if self.now.is_op(*texts) else None

    def take_name(self, *texts):
        return self.next() if self.now.is_name(*texts) else None

    def take_word(self, *texts):
        return self.next() if self.now.is_word(*texts) else None

    def need(self, found, what):
        if not found:
            shown = self.now.text or "the end"
            raise ParseError(f"expected {what}, found {shown!r}", self.now.at)
        return found

    def op(self, text):
        return self.need(self.take_op(text), repr(text))

    def plain_name(self):
        """Take a name without a dot."""
        ok = self.now.kind == "name" and "." not in self.now.text
        return self.need(ok and self.next(), "a name").text

    def number(self):
        return self.need(self.now.kind == "int" and self.next(), "a whole number").value

    def many(self, one):
        """Take `one` and further ones behind commas."""
        found = [one()]
        while self.take_op(","):
            found.append(one())
        return tuple(found)
