#!/usr/bin/env bash
# Tides of a day for the hydrographic office. By hand, for as long as the pilot runs.
set -euo pipefail
export ESTUARY_ENVIRONMENT=pilot
source "$(dirname "$0")/lib.sh"
for name in low_water high_water; do grep -h "\"start\":\"$1" "$data/out/$name.jsonl" || true; done
