"""What a request waits for, and no longer: steps in threads, given up when their time is over."""

import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.aws.secrets import Secrets
from adapters.dynamodb.sessions import SessionStore
from adapters.provider.client import provider_of
from contracts.classification import Classification
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.session import Remembered

T = TypeVar("T")


def waited(work: Future[T], seconds: float) -> T:
    """What comes of `work`; if it has not begun by then, it never does. Raises TimeoutError beside
    what the work raises."""
    try:
        return work.result(max(0.0, seconds))
    finally:
        work.cancel()


@dataclass(frozen=True)
class TimedCalls:
    """Calls to the provider that `arn` names. A call ends by itself when its time is over; it is
    in a thread because nothing ends a look-up of the provider's name."""

    secrets: Secrets
    arn: str
    pool: Executor

    def __call__(
        self, model: str, messages: list[dict[str, str]], parameters: dict[str, Any], seconds: float
    ) -> Completion:
        """Raises ProviderFailure."""
        until = time.monotonic() + seconds
        try:
            secret = self.secrets.provider(self.arn)
        except Exception as error:
            detail = f"provider secret: {type(error).__name__}"
            raise ProviderFailure(FailureCause.HARNESS_FAULT, detail, 0.0) from error
        complete = provider_of(secret).complete
        work = self.pool.submit(
            lambda: complete(model, messages, parameters, until - time.monotonic())
        )
        try:
            return waited(work, until - time.monotonic())
        except TimeoutError as error:
            raise ProviderFailure(FailureCause.TIMEOUT, "no answer in time") from error


@dataclass(frozen=True)
class TimedSessions:
    """A session store whose reading may take `seconds`; writing comes after the answer. A read
    that hangs ends by the limits of the store's client, and its thread is free again."""

    store: SessionStore
    pool: Executor
    seconds: float

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        """Raises TimeoutError beside what the store raises."""
        work = self.pool.submit(self.store.recall, session, classifier, content)
        return waited(work, self.seconds)

    def stick(self, session: str, model: str, seen: str | None) -> bool:
        return self.store.stick(session, model, seen)

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        self.store.remember(session, classifier, content, classification)
