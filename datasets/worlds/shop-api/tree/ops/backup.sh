#!/usr/bin/env bash
# Nightly dump, see docs/runbooks/restore.md. Needs BACKUP_DIR; BACKUP_KEEP days are kept.
set -euo pipefail
: "${BACKUP_DIR:?}"
day="$(date -u +%F)"
python3 - "${SHOP_DB_PATH:-var/shop.db}" > "$BACKUP_DIR/shop-$day.sql" <<'PY'
import sqlite3
import sys

for line in sqlite3.connect(sys.argv[1]).iterdump():
    print(line)
PY
(cd "$BACKUP_DIR" && sha256sum "shop-$day.sql" >> MANIFEST)
find "$BACKUP_DIR" -name 'shop-*.sql' -mtime "+${BACKUP_KEEP:-14}" -delete
