"""One run: collect, parse, check, filter, review, report."""
