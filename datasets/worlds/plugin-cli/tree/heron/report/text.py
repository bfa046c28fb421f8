"""The report that people read."""

from itertools import groupby

from heron.api.model import Finding
from heron.config.settings import Settings
from heron.engine.run import Outcome
from heron.report.legacy_codes import shown

_KEYS = {"path": lambda f: f.path, "code": lambda f: f.code, "plugin": lambda f: f.plugin}


def render(outcome: Outcome, settings: Settings) -> str:
    key = _KEYS.get(settings.get("report.group-by"), _KEYS["path"])
    lines = []
    for name, group in groupby(sorted(outcome.findings, key=lambda f: (key(f), f)), key):
        lines.append(name)
        lines += [_line(finding) for finding in group]
    lines += [f"{plugin} failed in {hook}: {text}" for plugin, hook, text in outcome.failures]
    many = f"{len(outcome.findings)} findings in {outcome.documents} documents"
    return "\n".join([*lines, f"{many}, {outcome.filtered} filtered"]) + "\n"


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    return f"  {place}: {finding.level}: {finding.message} [{shown(finding.code)}]"
