import re

from heron.legacy.api import LegacyPlugin


class TicketLinks(LegacyPlugin):
    order = 20

    def setup(self, options):
        self.ticket = re.compile(re.escape(options["prefix"]) + r"-\d+")
        self.quiet = set(options["quiet"])
        self.lines = set()

    def visit(self, path, text):
        out = []
        for number, line in enumerate(text.split("\n")):
            if self.ticket.search(line):
                self.lines.add((path, number))
            elif "TODO" in line:
                out.append((number, "TL001", "a to-do without a ticket", "err"))
        return out

    def accept(self, code, path, line):
        return not (code in self.quiet and (path, line) in self.lines)

    def end(self, stats):
        self.lines = set()
