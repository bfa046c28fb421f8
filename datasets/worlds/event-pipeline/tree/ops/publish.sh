#!/usr/bin/env bash
# The reports of a day as pages.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
day=$1
mkdir -p "$data/pages"
for path in "$data"/reports/*-"$day".csv; do
  name=$(basename "$path" ".csv")
  node --disable-warning=ExperimentalWarning "$root/src/report/html.ts" "$name" <"$path" >"$data/pages/$name.html"
done
