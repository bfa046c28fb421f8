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
│   ├── PartUnusable         a private part, or this version cannot read it
│   └── AttemptMissing       an attempt that a message names
├── Transient                AWS or Valkey failed; the same again may succeed
│   ├── WriteContention      a write met others again and again
│   ├── WriteRefused         DynamoDB refused a transaction
│   ├── RowsRefused          DynamoDB refused usage rows
│   ├── BatchIncomplete      DynamoDB took only a part
│   ├── SendFailed           SQS did not take all messages
│   └── ValkeyFailure        Valkey refused a command, or hung up
├── SandboxFailure           the place in which a model works
│   ├── SandboxRefused       it could not do it for this case, and works on
│   ├── SandboxLost          it is gone, or a case left something: no case may run in it
│   ├── OutOfUsers           every user id has served a case
│   ├── NoCase               no case is open
│   ├── Survivors            processes of a case could not be ended
│   ├── FixtureFault         the history of a world cannot be laid out
│   ├── NotLaidOut           an archive does not fit into the folder
│   ├── NotCollected         the folder cannot be read
│   ├── TooLarge             the folder holds more than may be collected
│   ├── NotRemoved           something of a case stays
│   ├── KiloMissing          the kilo CLI is not where it should be
│   ├── ServerDied           `kilo serve` ended or did not start
│   └── NotIsolated          models' commands would run as the worker's own user
├── MessageFailed            `kilo serve` refused a call
├── CallerLeft               the CLI left before its answer came
├── JudgeFailed              the judge came to no verdict
├── TooSlow                  what a model left runs for too long
├── LocalFailure             the local stack
│   ├── ProcessDied          a server ended or did not answer
│   ├── CallRefused          the simulated provider refuses a call
│   ├── SynthFailed          the CDK app could not be synthesized
│   └── DeployFailed         the embedded AWS did not take the template
├── Problem                  the gateway answers a request itself, with an error
├── Cut                      the body of a provider's answer broke
├── ClientLeft               a client left before its request was whole
├── Failure                  a call of the provider failed before its first byte
├── Down                     `/decide` failed, or was not asked because it did
├── Unresolved               `/decide` named no model that may serve
├── NoStack                  no deployed stack was found
├── AdminRefused             the admin API said no
├── AdminUnreachable         the admin API cannot be called
└── DecideRefused            `/decide` said no
"""

from contracts.failure import FailureCause


class AutoRoutingError(Exception):
    """Every error that this project raises on purpose."""


class Refused(AutoRoutingError):
    """A request that is wrong as it stands."""


class Conflict(Refused):
    """A request that collides with a run, a hold or another change."""


class UnknownDraft(Refused):
    def __init__(self, version: str) -> None:
        super().__init__(f"version: {version} is no draft; `autoroute table drafts` lists them")


class Unavailable(Refused):
    """A request that needs something out of reach now; it may succeed later."""


class Missing(AutoRoutingError):
    """An object that is not in the bucket. The message names its key."""


class Transient(AutoRoutingError):
    """A failure that may pass; SQS delivers the message again."""


class SandboxFailure(AutoRoutingError):
    """A failure of a sandbox. The message says which one, and what it could not do."""


class LocalFailure(AutoRoutingError):
    """A failure of the local stack. The message holds the end of the log."""


class SecretUnusable(AutoRoutingError):
    """A missing or malformed secret. The message never holds its value."""


class Unworkable(AutoRoutingError):
    """A queue message that no retry helps. The message names the field and what is wrong."""


class UnknownRun(Unworkable):
    def __init__(self, run_id: str) -> None:
        super().__init__(f"runId: {run_id} does not exist")


class DatasetError(AutoRoutingError):
    """A wrong case. The message names file, case and field."""


class Malformed(AutoRoutingError, ValueError):
    """An unreadable record. The message names the field and what is expected, never the value."""


class ProviderFailure(AutoRoutingError):
    """A call that gave no usable answer. `cost_usd` is known to be billed, None without a known
    part; with `priced` it is all that was.
    """

    def __init__(self, cause: FailureCause, detail: str, cost_usd: float | None = None) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause = cause
        self.detail = detail
        self.cost_usd = cost_usd
        self.priced = cost_usd is not None
