"""Run all reports that need no parameter, and print a line for each.

    python3 tools/replay.py [FOLDER]
"""

import sys
from pathlib import Path

sys.path.insert(0, ".")

from quern.catalog.catalog import Catalog  # noqa: E402
from quern.errors import QueryError  # noqa: E402
from quern.session import Session  # noqa: E402
from quern.settings import Settings  # noqa: E402

session = Session(Catalog.load("."), Settings.load("."))
for path in sorted(Path(sys.argv[1] if len(sys.argv) > 1 else "reports").glob("*.q")):
    try:
        result = session.run(path.read_text(encoding="utf-8"))
        print(f"{path.stem} {result.engine} {len(result.rows)} rows")
    except QueryError as error:
        print(f"{path.stem} {error}")
