#!/usr/bin/env bash
# Pushes the boardings to the signs on the piers (1.x; the signs fetch their numbers since 2.1).
set -euo pipefail
source "$(dirname "$0")/lib.sh"
tail -n 1 "$data/out/boardings.jsonl" | nc -w 2 signs.internal 7001
