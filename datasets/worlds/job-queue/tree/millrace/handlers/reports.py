"""Numbers for the weekly report, from the metrics text."""

from typing import Any

from millrace.errors import Permanent


def weekly(payload: dict[str, Any], context: Any) -> None:
    from millrace import metrics
    from millrace.handlers import files, invoices
    from millrace.store.connection import open_db

    if "database" not in payload:
        raise Permanent("database: missing")
    text = metrics.render(open_db(payload["database"]), payload["scheduled_for"])
    if not context.lost.is_set():
        files.write(invoices.folder / context.tenant / f"weekly-{context.job_id}.txt", text)
