"""Results of checks and parsers that can be used again. docs/cache.md has the promises."""
