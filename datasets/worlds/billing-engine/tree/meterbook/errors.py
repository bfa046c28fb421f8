"""Errors which the command line shows without a traceback."""


class BillingError(Exception):
    """The root of all errors of this package; `code` is the exit code of the command line."""

    code = 2


class BadEvent(BillingError):
    """An event that cannot be read, or that breaks a rule of docs/metering.md."""


class UnknownRef(BillingError):
    """A customer, plan, meter, invoice or region that does not exist."""

    code = 3


class Closed(BillingError):
    """The period was closed already, or is not over yet."""

    code = 4


class OutOfBalance(BillingError):
    """An entry whose postings do not sum to zero."""

    code = 5


class NoRate(UnknownRef):
    """No tax rate for a region and class on that day."""
