set -e
mkdir -p /tmp/restore.$$ && work=/tmp/restore.$$
python3 - var/backup/shop-2025-11-21.sql var/shop.db <<'PY'
import sqlite3
import sys

conn = sqlite3.connect(sys.argv[2])
conn.executescript(open(sys.argv[1]).read())
print(conn.execute("SELECT value FROM sequences WHERE name = 'journal'").fetchone())
PY
python3 -m shop --db var/shop.db migrate
python3 -m shop --db var/shop.db replay --after 118 --until 185 --allow-torn \
  var/journal/seg-0007.jsonl var/journal/mirror/seg-0008.jsonl var/journal/seg-0009.jsonl var/journal/seg-0010.jsonl
python3 -c "import sqlite3; c = sqlite3.connect('var/shop.db'); c.execute(\"UPDATE sequences SET value = 185 WHERE name = 'journal'\"); c.commit()"
grep -v '^END' var/counts/count-2025-11-23T0600.csv > $work/count.csv
python3 -m shop --db var/shop.db count $work/count.csv --apply --limit 5 --ref count-2025-11-23T0600 --at 2025-11-23T06:00:00Z
rm -r $work
