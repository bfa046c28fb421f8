"""Wait for steps of a request in threads, and give them up at the deadline."""

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
from contracts.tier import Tier

T = TypeVar("T")


def waited(work: Future[T], seconds: float) -> T:
    """Return the result of `work`. Raises TimeoutError after `seconds`, and what the work raises;
    work that has not started by then never does."""
    try:
        return work.result(max(0.0, seconds))
    finally:
        work.cancel()


@dataclass(frozen=True)
class TimedCalls:
    """Calls to the provider in the secret `arn`. A call ends at its deadline; it runs in a thread
    because nothing else ends a look-up of the provider's name."""

    secrets: Secrets
    arn: str
    pool: Executor

    def __call__(
        self, model: str, messages: list[dict[str, str]], parameters: dict[str, Any], seconds: float
    ) -> Completion:
        """Return the completion within `seconds`. Raises ProviderFailure."""
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
        except ProviderFailure as failure:
            if failure.cause is FailureCause.KEY_REFUSED:
                self.secrets.doubt(self.arn)
            raise
        except TimeoutError as error:
            raise ProviderFailure(FailureCause.TIMEOUT, "no answer in time") from error


@dataclass(frozen=True)
class TimedSessions:
    """A session store that may be read for `seconds`; writes come after the answer. The store's
    client ends a read that hangs, which frees the thread."""

    store: SessionStore
    pool: Executor
    seconds: float

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        """Return what is stored of the session. Raises TimeoutError, and what the store raises."""
        work = self.pool.submit(self.store.recall, session, classifier, content)
        return waited(work, self.seconds)

    def stick(self, session: str, model: str, seen: str | None, tier: Tier | None) -> bool:
        return self.store.stick(session, model, seen, tier)

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        self.store.remember(session, classifier, content, classification)
