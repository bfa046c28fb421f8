#!/usr/bin/env bash
# Where are the vessels? Reads the newest segment.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
newest=$(ls "$data"/in/vessels/??????.seg | tail -n 1)
node --disable-warning=ExperimentalWarning "$root/src/report/position.ts" <"$newest"
