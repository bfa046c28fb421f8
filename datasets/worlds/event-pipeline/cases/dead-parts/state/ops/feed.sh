#!/usr/bin/env bash
# Every ten minutes: texts that others fetch. config/feeds.json says which, by environment; a module in src/feeds makes each.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
mkdir -p "$data/feeds"
names=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]]?.join(" ") ?? ""' "$root/config/feeds.json" "$environment")
for name in $names; do
  node --disable-warning=ExperimentalWarning "$root/src/feeds/${name//-/_}.ts" "$data" >"$data/feeds/$name.txt"
done
