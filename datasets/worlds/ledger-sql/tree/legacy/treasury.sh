#!/usr/bin/env bash
# The treasury's spreadsheet, each Monday: all lines of statements since a day. treasury.sh DAY
# To go when the spreadsheet reads minor units (docs/plans/minor-units.md, step 6).
set -eu
python3 - "${QUIRE_DB:-var/books.db}" "$1" <<'PY'
import sqlite3, sys
conn = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
view = "v_" + "treasury"
for row in conn.execute(f"SELECT * FROM {view} WHERE booked_on >= ? ORDER BY booked_on, bank, value_on, amount, counterparty", (sys.argv[2],)):
    print(*row, sep=";")
PY
