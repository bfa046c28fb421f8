"""Every error that the package raises on purpose.

`code` is what the admin API answers and what log lines carry; `status` is its HTTP status.
"""


class MillraceError(Exception):
    code = "internal"
    status = 500


class ConfigError(MillraceError):
    code = "bad_config"

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key


class MigrationError(MillraceError):
    code = "migration"


class UnknownJob(MillraceError):
    code = "unknown_job"
    status = 404


class UnknownTenant(MillraceError):
    code = "unknown_tenant"
    status = 404


class WrongState(MillraceError):
    """The job is not in a state in which this can be done."""

    code = "wrong_state"
    status = 409


class StaleFence(MillraceError):
    """The lease is not the job's current one: another worker has it, or it was taken back."""

    code = "stale_fence"
    status = 409


class BadSchedule(MillraceError):
    code = "bad_schedule"
    status = 422


class BadRequest(MillraceError):
    code = "bad_request"
    status = 400


class JournalCorrupt(MillraceError):
    """A journal cannot be believed from this line on. Lines count from 1."""

    code = "journal_corrupt"

    def __init__(self, segment: str, line: int, why: str) -> None:
        super().__init__(f"{segment}:{line}: {why}")
        self.segment, self.line, self.why = segment, line, why


class Permanent(Exception):
    """Raised by a handler: trying again is no use."""


class Throttled(Exception):
    """Raised by a handler: the other side is busy; come back after `retry_after_ms`."""

    def __init__(self, retry_after_ms: int) -> None:
        super().__init__(f"retry after {retry_after_ms} ms")
        self.retry_after_ms = retry_after_ms
