"""Usage-based billing: from metering events to invoices, payments and the books."""

__version__ = "0.10.0"
