"""Conformance cases in *.case files. docs/conformance.md has the format."""

from dataclasses import dataclass, field

from quern.errors import DataError

FIELDS = ("spec", "params", "engines", "known", "parked")


@dataclass
class Case:
    """`head` holds the fields, `query` the text, `expect` the lines of the result; `old` those that
    the old engine gives instead, for a difference that is known."""

    name: str
    head: dict = field(default_factory=dict)
    query: list = field(default_factory=list)
    expect: list = field(default_factory=list)
    old: list | None = None

    @property
    def engines(self):
        return tuple(self.head.get("engines", "new old").split())


def read(text):
    """Return the comment lines before the first case, and the cases of a file. Raises DataError."""
    top, cases, into = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("== "):
            cases.append(Case(line[3:].strip()))
            into = None
        elif not cases:
            top.append(line)
        elif line in ("query:", "expect:", "old:"):
            if line == "old:":
                cases[-1].old = []
            into = getattr(cases[-1], line[:-1])
        elif into is not None:
            into.append(line)
        elif ":" in line and line.split(":")[0] in FIELDS:
            name, _, value = line.partition(":")
            cases[-1].head[name] = value.strip()
        elif line.strip():
            raise DataError(f"line {number}: {line!r} belongs to no part of a case")
    for case in cases:
        for part in (case.query, case.expect, case.old):
            while part and not part[-1].strip():
                part.pop()
    return top, cases


def written(top, cases):
    """Return the text of a file."""
    lines = list(top)
    for case in cases:
        lines += [f"== {case.name}", *(f"{k}: {case.head[k]}" for k in FIELDS if k in case.head)]
        lines += ["query:", *case.query, "expect:", *case.expect]
        lines += ["old:", *case.old] if case.old is not None else []
        lines.append("")
    return "\n".join(lines)
