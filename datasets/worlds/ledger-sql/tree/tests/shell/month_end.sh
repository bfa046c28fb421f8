#!/usr/bin/env bash
# A month from the statements to the reports, by the command line.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QUIRE_DB=$work/books.db QUIRE_NOW=2025-02-03T09:00:00Z QUIRE_ACTOR=mira QUIRE_OUT=$work/out
quire() { python3 -m quire "$@"; }
quire init --year 2025
quire rates data/rates/2025-q1.csv
quire book 2025-01-01 "opening" 1140:JPY:1200000:7320.00 3900:EUR:-7320.00 --source adjust
quire import nippa 1 data/statements/nippa-2025-01.csv --opening 1200000 --closing 1017340
quire book 2025-01-14 "tea" 1140:JPY:-182000 5100:JPY:182000 --source purchase --ref B-1003
bash bin/month-end.sh 2025-01
grep -q '^1140,Nippa,' "$work/out/2025-01-trial_balance.csv"
quire report bank | grep -q '^nippa,1,2025-01-31,JPY,1017340,1017340,0$'
quire verify
quire check
if quire book 2025-01-20 "late" 6200:EUR:1.00 2100:EUR:-1.00 2> "$work/err"; then exit 1; fi
grep -q 'quire: the period does not take this entry' "$work/err"
QUIRE_OUT=$work/out bash bin/auditor.sh 2025
grep -q 'none' "$work/out/auditor-2025/seals.txt"
