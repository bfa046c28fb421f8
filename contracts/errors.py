"""The exception tree. An exception means "cannot go on"; an expected bad outcome is data.

AutoRoutingError
├── Refused           a request that must not be carried out; the message names field and remedy
│   ├── Conflict      it collides with what is going on
│   ├── UnknownDraft  it names a table that no run made
│   └── Unavailable   what it needs cannot be reached now
├── SecretUnusable    a secret is missing or has the wrong form
├── Unworkable        a message that no retry will make workable
│   └── UnknownRun    it names a run that was never written
├── BankError         a case of the dataset is wrong
├── Malformed         a record that cannot be read
└── ProviderFailure   the model provider gave no usable answer
"""

from contracts.failure import FailureCause


class AutoRoutingError(Exception):
    """Everything that this project raises on purpose."""


class Refused(AutoRoutingError):
    """The request is wrong as it stands."""


class Conflict(Refused):
    """Another one is in the way, or it has changed meanwhile."""


class UnknownDraft(Refused):
    def __init__(self, version: str) -> None:
        super().__init__(f"version: {version} is no draft; `autoroute table drafts` lists them")


class Unavailable(Refused):
    """Try again later."""


class SecretUnusable(AutoRoutingError):
    """The message never holds the secret's value."""


class Unworkable(AutoRoutingError):
    """The message names the field and what is wrong with it."""


class UnknownRun(Unworkable):
    def __init__(self, run_id: str) -> None:
        super().__init__(f"runId: {run_id} does not exist")


class BankError(AutoRoutingError):
    """The message names file, case and field."""


class Malformed(AutoRoutingError, ValueError):
    """The message names the field and what it should have been, never its value."""


class ProviderFailure(AutoRoutingError):
    """`cost_usd` is what was billed before the failure, in USD; None when that is unknown."""

    def __init__(self, cause: FailureCause, detail: str, cost_usd: float | None = None) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause = cause
        self.detail = detail
        self.cost_usd = cost_usd
