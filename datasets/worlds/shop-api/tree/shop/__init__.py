"""Backend of the Harrow & Pine web shop."""

__version__ = "2.9.1"
