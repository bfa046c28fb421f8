"""Codes of API 1 are shown as their authors write them: spelling:sp001 as SP001."""

import re

_OLD = re.compile(r"[a-z][a-z0-9.-]*:([a-z]{2,3}[0-9]{3})")


def shown(code: str) -> str:
    found = _OLD.fullmatch(code)
    return found[1].upper() if found else code
