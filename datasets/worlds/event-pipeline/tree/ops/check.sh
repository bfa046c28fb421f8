#!/usr/bin/env bash
# For the monitoring: ok, or what is wrong. Ends with 1 when something is.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
estuary verify || die "not whole"
letters=$(estuary dead | wc -l)
((letters <= ${ESTUARY_MOST_DEAD:-200})) || die "$letters dead letters"
say ok
