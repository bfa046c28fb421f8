"""The report for spreadsheets."""

import csv
import io

from heron.config.settings import Settings
from heron.engine.run import Outcome


def render(outcome: Outcome, settings: Settings) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["path", "line", "level", "code", "message"])
    for f in sorted(outcome.findings):
        table.writerow([f.path, f.line, f.level, f.code, f.message])
    return out.getvalue()
