#!/usr/bin/env bash
# The month's end (docs/runbooks/month-end.md): month-end.sh PERIOD. Stops at the first step that fails.
set -eu
cd "$(dirname "$0")/.."
period=$1
quire() { python3 -m quire "$@"; }

echo "$period match"
quire match
if [ "$(quire status | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["drafts"]))')" != 0 ]; then
  echo "$period has drafts" >&2
  exit 1
fi
echo "$period soft"
quire soft "$period"
echo "$period close"
quire close "$period"
mkdir -p "${QUIRE_OUT:-out}"
for name in trial_balance balance_sheet budget assets; do
  quire report "$name" "period=$period" > "${QUIRE_OUT:-out}/$period-$name.csv"
done
echo "$period done"
