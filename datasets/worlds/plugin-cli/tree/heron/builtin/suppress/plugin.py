import re

from heron.api import hook


@hook("filter", priority=90)
def suppress(finding, document, ctx):
    line = document.lines[finding.line - 1] if finding.line else document.lines[0]
    found = re.search(re.escape(ctx.settings["marker"]) + r"(?:\s+([\w:.,*-]+))?", line)
    if not found:
        return finding
    codes = (found[1] or "*").split(",")
    ignored = any(c in ("*", finding.code, f"{finding.plugin}:*") for c in codes)
    return None if ignored else finding
