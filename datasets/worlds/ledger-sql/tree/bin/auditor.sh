#!/usr/bin/env bash
# What the auditor gets of a year: auditor.sh YEAR. Names of reports are put together from their kinds.
set -eu
cd "$(dirname "$0")/.."
year=$1
out=${QUIRE_OUT:-out}/auditor-$year
mkdir -p "$out"
for kind in income centres; do
  python3 -m quire report "$kind" "from=$year-01" "to=$year-12" > "$out/$kind.csv"
done
python3 -m quire report "trial"_balance "period=$year-12" > "$out/trial.csv"
python3 -m quire verify > "$out/seals.txt"
