"""What a user did wrong, told in one line by the command line."""


class QuireError(Exception):
    pass


class BadFile(QuireError):
    """A statement, a table of rates or a format that cannot be read."""


class NoRate(QuireError):
    pass


class PeriodError(QuireError):
    pass
