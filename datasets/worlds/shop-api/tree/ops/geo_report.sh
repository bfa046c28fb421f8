#!/usr/bin/env bash
# Orders by region, for Marketing. GEO_DIGITS says how much of the postcode makes a region.
set -euo pipefail
python3 - "${SHOP_DB_PATH:-var/shop.db}" "${GEO_DIGITS:-2}" <<'PY'
import sqlite3
import sys

sql = """
  SELECT substr(c.postcode, 1, ?) AS region, COUNT(*) FROM orders o
  JOIN customers c ON c.id = o.customer_id WHERE o.paid_at IS NOT NULL GROUP BY region ORDER BY region
"""
for region, count in sqlite3.connect(sys.argv[1]).execute(sql, (int(sys.argv[2]),)):
    print(region, count)
PY
