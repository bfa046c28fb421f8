"""Quire: the books of the Fennick cooperative, in SQLite. The rules are SQL (db/); Python loads them."""

__version__ = "1.9.0"
