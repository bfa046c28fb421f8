#!/usr/bin/env bash
# Once a day, after midnight UTC: night.sh DAY TASK... runs the tasks in their order.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
day=$1
shift

task_reports() {
  local name
  mkdir -p "$data/reports"
  for name in daily fleet zones harbour; do estuary report "$name" --day "$day" >"$data/reports/$name-$day.csv"; done
}

task_return() {
  mkdir -p "$data/reports"
  bash "$root/legacy/nightly.sh" "$data" "$day" >"$data/reports/return-$day.txt"
}

task_pages() { bash "$root/ops/publish.sh" "$day"; }

task_retain() { bash "$root/ops/retain.sh" "$day"; }

task_mail() { die "mail went with 1.9"; }

for name in "$@"; do
  declare -F "task_$name" >/dev/null || die "no task: $name"
  "task_$name"
done
