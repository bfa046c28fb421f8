#!/usr/bin/env bash
# The treasury's list has floats, in the order of days.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QUIRE_DB=$work/books.db QUIRE_NOW=2025-02-03T09:00:00Z
python3 -m quire init --year 2025
python3 -m quire import harbour 1 data/statements/harbour-2025-01.csv --opening 5000.00 --closing 6235.50
bash legacy/treasury.sh 2025-01-10 > "$work/list"
diff - "$work/list" <<'END'
harbour;2025-01-21;2025-01-21;-1840.0;Uji Trading, Inc.
harbour;2025-01-30;2025-01-30;-25.0;Harbour Trust
END
