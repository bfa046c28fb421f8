"""The exception tree. An exception means "cannot go on"; an expected bad outcome is data.

AutoRoutingError             all that this project raises on purpose; a user sees its message
├── Refused                  a request that must not be carried out; names the field and remedy
│   ├── Conflict             it collides with a run, a hold or another change
│   ├── UnknownDraft         it names a table that no run made
│   └── Unavailable          what it needs cannot be reached now
├── Unworkable               a queue message that no retry will make workable
│   └── UnknownRun           it names a run that was never written
├── Malformed                a record that cannot be read, or is out of bounds
├── DatasetError             a case of the dataset is wrong
├── CatalogueError           a simulated model is described wrongly
├── SecretUnusable           a secret is missing or has the wrong form
├── UnknownUser              the user gets no benchmark identity
├── TokenInvalid             a benchmark token is forged, expired or for another purpose
├── ProviderFailure          the model provider gave no usable answer
├── TooLong                  an HTTP answer has more bytes than may be read
├── Missing                  an object that a run needs is not in the bucket
│   ├── SnapshotMissing      its cases
│   └── AttemptMissing       an attempt that a message names
├── Transient                AWS or Valkey failed; the same again may succeed
│   ├── WriteContention      a write met others again and again
│   ├── WriteRefused         DynamoDB refused a transaction
│   ├── BatchIncomplete      DynamoDB took only a part
│   ├── SendFailed           SQS did not take all messages
│   ├── ValkeyFailure        Valkey refused a command, or hung up
│   └── NoWorker             ECS started no worker task
├── SandboxFailure           the place in which a model works
│   ├── SandboxRefused       it could not do it for this case, and works on
│   ├── SandboxLost          it is gone, or a case left something: no case may run in it
│   ├── OutOfUsers           every user id has served a case
│   ├── NoCase               no case is open
│   ├── Survivors            processes of a case could not be ended
│   ├── NotLaidOut           an archive does not fit into the folder
│   ├── NotCollected         the folder cannot be read
│   ├── TooLarge             the folder holds more than may be collected
│   ├── NotRemoved           something of a case stays
│   ├── KiloMissing          the kilo CLI is not where it should be
│   ├── ServerDied           `kilo serve` ended or did not start
│   └── NotIsolated          models' commands would run as the worker's own user
├── MessageFailed            `kilo serve` refused a call
├── JudgeFailed              the judge came to no verdict
├── TooSlow                  what a model left runs for too long
├── LocalFailure             the local stack
│   ├── ProcessDied          a server ended or did not answer
│   ├── SynthFailed          the CDK app could not be synthesized
│   └── DeployFailed         the embedded AWS did not take the template
├── NoStack                  no deployed stack was found
├── AdminRefused             the admin API said no
├── AdminUnreachable         the admin API cannot be called
└── DecideRefused            `/decide` said no
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


class Missing(AutoRoutingError):
    """The message names the object's key."""


class Transient(AutoRoutingError):
    """The same again may succeed; a queue message comes back by itself."""


class SandboxFailure(AutoRoutingError):
    """The message says which sandbox, and what it could not do."""


class LocalFailure(AutoRoutingError):
    """The message holds the end of the log."""


class SecretUnusable(AutoRoutingError):
    """The message never holds the secret's value."""


class Unworkable(AutoRoutingError):
    """The message names the field and what is wrong with it."""


class UnknownRun(Unworkable):
    def __init__(self, run_id: str) -> None:
        super().__init__(f"runId: {run_id} does not exist")


class DatasetError(AutoRoutingError):
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
