import re

from heron.legacy.api import LegacyPlugin

WRONG = {"en": ["recieve", "seperate", "occured", "adress"], "de": ["Standart", "vorraus", "garnicht"]}


class Spelling(LegacyPlugin):
    order = 45

    def setup(self, options):
        self.words = [*WRONG.get(options["language"], []), *options["extra_words"]]
        self.skip_code = options["skip_code"]

    def visit(self, path, text):
        out = []
        for number, line in enumerate(text.split("\n")):
            bare = re.sub(r"`[^`]*`", "", line) if self.skip_code else line
            out += [(number, "SP001", f"{w}?") for w in self.words if w in bare]
        return out
