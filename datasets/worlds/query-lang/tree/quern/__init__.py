"""Quern: a small query language for tables in CSV files. docs/architecture.md maps the packages."""

__version__ = "0.14.0"
