set -eu
cd ops/2025-11-01
export QUIRE_DB=../../var/books.db QUIRE_ACTOR=night
rm -f "$QUIRE_DB"
python3 -c "import sqlite3; sqlite3.connect('$QUIRE_DB').executescript(open('../../var/books.sql', encoding='utf-8').read())"
at() { QUIRE_NOW=$(grep "^$1," plan.csv | cut -d, -f2); export QUIRE_NOW; }
quire() { PYTHONPATH=../.. python3 -B -m quire "$@"; }
sql() { python3 -c "
import sqlite3, sys
conn = sqlite3.connect('$QUIRE_DB', isolation_level=None)
conn.execute('PRAGMA foreign_keys = ON')
for row in conn.execute(sys.argv[1]): print(*row, sep='|')" "$1"; }
py() { PYTHONPATH=../.. python3 -B -c "
import os
from quire import db, journal, reconcile
conn = db.connect('$QUIRE_DB')
db.act_as(conn, 'night', os.environ['QUIRE_NOW'])
$1"; }
at 1; quire rates inbox/rates-2025-10.csv
at 2; sql "DELETE FROM statements WHERE bank = 'kontor' AND number = '10/2025'"
quire import kontor 10/2025 inbox/again/kontor-2025-10.csv --opening 18442.10 --closing 14135.20
at 4; quire import sparnord 10 inbox/sparnord-2025-10.tsv --opening 12355.00 --closing 26860.00
at 6; quire documents inbox/documents.csv
at 7
py "
for ref in ('ST-POWER-2025-10', 'ST-TEA-2025-10'):
    conn.execute('DELETE FROM entries WHERE ref = ?', (ref,))"
quire reverse "$(sql "SELECT id FROM entries WHERE ref = 'ST-TRANSPORT-2025-10'")" 2025-10-28
py "
made = lambda ref, day, memo, source, *lines: journal.draft(conn, day, memo, lines, source=source, ref=ref)
made('ST-TRANSPORT-2025-10-B', '2025-10-28', 'transport, share of the depots', 'manual', ('6300', 'EUR', 64000), ('2100', 'EUR', -64000))
made('ST-POWER-2025-10', '2025-10-10', 'power', 'manual', ('6200', 'EUR', 21250), ('1110', 'EUR', -21250))
made('ST-TEA-2025-10', '2025-10-15', 'tea from Uji', 'purchase', ('5100', 'JPY', 196000), ('1140', 'JPY', -196000))
made('ST-SERVER-2025-10', '2025-10-30', 'rented computers', 'purchase', ('6500', 'USD', 8800), ('2100', 'USD', -8800))"
at 8; py "
for (entry,) in conn.execute('SELECT id FROM v_drafts ORDER BY id').fetchall():
    journal.post(conn, entry)"
at 9; quire match
at 10
line() { sql "SELECT id FROM v_bank_lines WHERE bank = '$1' AND booked_on = '$2' AND amount_minor = $3"; }
quire pair "$(line kontor 2025-10-06 41800)" "$(sql "SELECT id FROM v_journal WHERE ref = 'BOX-2025-10-A' AND account = '1110'")"
quire explain "$(line harbour 2025-10-09 275050)" "customer paid another amount than invoiced"
quire explain "$(line sparnord 2025-10-17 35000)" "unknown payer: the bank is asked"
at 11; quire explain "$(line kontor 2025-10-30 -3790)" "direct debit came back: to be booked in November"
at 12; quire soft 2025-10
at 13
next=$(quire report assets period=2025-09 | awk -F, 'NR > 1 { sum += $4 } END { printf "%.2f", sum }')
quire book 2025-10-31 depreciation "6600:EUR:$next" "1590:EUR:-$next" --source adjust --ref ADJ-DEPR-2025-10
quire book 2025-10-31 "transport not invoiced yet" 6300:EUR:310.00 2100:EUR:-310.00 --source adjust --ref ADJ-TRANSPORT-2025-10
quire book 2025-10-31 "tea on its way" 1190:USD:1920.00 5100:USD:-1920.00 --source adjust --ref ADJ-TEA-2025-10
at 14; quire close 2025-10
at 15; mkdir -p ../../var/out
for name in trial_balance balance_sheet budget assets; do quire report $name period=2025-10 > ../../var/out/2025-10-$name.csv; done
