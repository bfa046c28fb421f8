"""Writes what was found. docs/reports.md has the formats."""

from collections.abc import Callable

from heron.config.settings import Settings
from heron.engine.run import Outcome
from heron.errors import ConfigError
from heron.report import csvs, jsons, junit, text

FORMATS: dict[str, Callable[[Outcome, Settings], str]] = {
    "csv": csvs.render,
    "json": jsons.render,
    "junit": junit.render,
    "text": text.render,
}


def render(outcome: Outcome, settings: Settings) -> str:
    name = settings.get("report.format")
    if name not in FORMATS:
        raise ConfigError(f"report.format: must be one of {', '.join(FORMATS)}, not {name!r}")
    return FORMATS[name](outcome, settings)
