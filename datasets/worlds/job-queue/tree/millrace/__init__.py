"""Millrace: a background job queue on one SQLite file."""

__version__ = "0.9.0"
