"""API 1, which goes with 1.0 (docs/legacy-api.md)."""
