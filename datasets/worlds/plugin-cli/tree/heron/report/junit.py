"""The report for build servers: a suite for each document with findings."""

from itertools import groupby
from xml.sax.saxutils import quoteattr

from heron.config.settings import Settings
from heron.engine.run import Outcome


def render(outcome: Outcome, settings: Settings) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for path, group in groupby(sorted(outcome.findings), lambda f: f.path):
        found = list(group)
        lines.append(f'  <testsuite name={quoteattr(path)} tests="{len(found)}">')
        for f in found:
            name, message = quoteattr(f"{f.code} line {f.line}"), quoteattr(f.message)
            kind = "failure" if f.level == "error" else "skipped"
            lines.append(f"    <testcase name={name}><{kind} message={message}/></testcase>")
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"
