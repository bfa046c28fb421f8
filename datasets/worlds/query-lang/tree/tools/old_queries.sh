#!/bin/bash
# Lists queries that are still in the syntax of 0.6. Used once, for 0.7.
grep -liE '^(from|select) .*= *null' "${1:-queries}"/*.q
