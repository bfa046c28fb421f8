"""Exports. config/exports.json names them by dotted path; `registry` finds them."""
