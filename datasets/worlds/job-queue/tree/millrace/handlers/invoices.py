"""Exports the invoices of a tenant, in pages."""

import json
from pathlib import Path
from typing import Any

from millrace.handlers import files

folder = Path("var/exports")


def export(payload: dict[str, Any], context: Any) -> None:
    rows = payload.get("rows", [])
    for number, page in enumerate(files.pages(rows, payload.get("page", 100))):
        if context.lost.is_set():
            return
        target = folder / context.tenant / f"{context.job_id}-{number:03}.json"
        files.write(target, json.dumps(page, sort_keys=True))
