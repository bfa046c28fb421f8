#!/usr/bin/env bash
# The return to the harbour authority: nightly.sh DATA DAY. From 2019; the authority's reader knows its columns
# by heart, so leave it alone. To be moved into the service (ADR 7).
set -euo pipefail
export LC_ALL=C
data=$1 day=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# vessel, time, lat, lon, knots, course, aboard
cat "$data"/in/vessels/*.seg | cut -f2 | grep '^VP2|' | cut -d'*' -f1 | cut -d'|' -f2- | tr '|' '\t' |
  awk -F'\t' -v day="$day" 'index($2, day) == 1' | sort -t"$(printf '\t')" -k1,1 -k2,2 -u >"$work/positions" || true

{
  printf 'SKERRY LINE RETURN %s\n' "$day"
  printf '%-10s%6s%8s%8s%7s  %-22s\n' VESSEL FIXES MEAN TOP ABOARD 'LAST PLACE'
  awk -F'\t' -f "$here/vessels.awk" "$work/positions" | sort -k2,2nr -k1,1
  printf 'HOURS\n'
  awk -F'\t' '{ print $1, substr($2, 12, 2) }' "$work/positions" | sort | uniq -c | sort -k1,1nr -k3,3 -k2,2 | head -n 8
  printf 'UNDERWAY WITHOUT COUNT\n'
  awk -F'\t' '$5 > 3 && $7 == 0 { print $1 }' "$work/positions" | uniq -c | awk '{ print $2 "=" $1 }' | paste -s -d' ' -
  printf 'END %d\n' "$(wc -l <"$work/positions")"
}
