"""Heron looks over a tree of documents and data files and reports what is wrong with them."""

__version__ = "0.7.0"
