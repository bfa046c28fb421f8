"""The report for programs."""

import json

from heron.config.settings import Settings
from heron.engine.run import Outcome


def render(outcome: Outcome, settings: Settings) -> str:
    findings = [
        {"path": f.path, "line": f.line, "code": f.code, "level": f.level, "message": f.message}
        for f in sorted(outcome.findings)
    ]
    failures = [{"plugin": p, "hook": h, "error": e} for p, h, e in outcome.failures]
    whole = {
        "version": 2,
        "documents": outcome.documents,
        "filtered": outcome.filtered,
        "findings": findings,
        "failures": failures,
    }
    return json.dumps(whole, indent=1) + "\n"
