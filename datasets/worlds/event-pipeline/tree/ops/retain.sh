#!/usr/bin/env bash
# Removes segments that are older than retention.segments on DAY, and that every kept checkpoint is behind.
# A segment is as old as the first line in it.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
keep=$(days "$(setting retention.segments)")
limit=$(node -e 'console.log(new Date(Date.parse(process.argv[1]) - process.argv[2] * 864e5).toISOString().slice(0, 10))' "$1" "$keep")
for folder in "$data"/in/*/; do
  source=$(basename "$folder")
  needed=$(for path in "$data"/state/checkpoint-*.json; do
    node -e 'const { state } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
      console.log(state.positions?.[process.argv[2]]?.segment ?? "000000.seg")' "$path" "$source"
  done | sort | head -n 1)
  for path in "$folder"??????.seg; do
    [[ $(basename "$path") < ${needed:-000000.seg} ]] || continue
    first=$(head -c 10 "$path")
    if [[ $first < $limit ]]; then rm "$path"; say "removed $source $(basename "$path")"; fi
  done
done
