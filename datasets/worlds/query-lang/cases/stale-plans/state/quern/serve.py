"""A worker: runs queries that come in on standard input, a JSON object a line. docs/serve.md

{"id": 7, "query": "reports/payers.q", "params": {}} runs a query, {"reload": true} is sent by the
deploy hook. One worker has one Session from its start to its end.
"""

import json
import sys
import time
from datetime import date, datetime
from pathlib import Path

from quern.catalog.catalog import Catalog
from quern.errors import QueryError
from quern.session import Session
from quern.settings import Settings


def serve(name, root, lines=sys.stdin, out=sys.stdout):
    session = Session(Catalog.load(root), Settings.load(root))
    _log(out, name, "start")
    for line in lines:
        asked = json.loads(line)
        _log(out, name, _reload(session, root) if "reload" in asked else _run(session, root, asked))


def _run(session, root, asked):
    began = time.monotonic()
    params = {n: date.fromisoformat(v[1:]) if str(v).startswith("@") else v for n, v in asked["params"].items()}
    try:
        result = session.run((Path(root) / asked["query"]).read_text(encoding="utf-8"), params)
        told = f"{len(result.rows)} rows"
    except QueryError as error:
        told = error.code
    spent = round((time.monotonic() - began) * 1000)
    return f"#{asked['id']} {asked['query']} {json.dumps(asked['params'])} {told} {spent} ms"


def _reload(session, root):
    try:
        session.reload(root)
    except (QueryError, OSError) as error:
        return f"reload failed: {error}"
    return "reload"


def _log(out, name, text):
    print(f"{datetime.now():%H:%M:%S} {name} {text}", file=out, flush=True)
