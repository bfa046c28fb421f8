#!/usr/bin/env bash
# Every minute: reads what is new.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
lock run
estuary run
