"""What a request waits for, and no longer: steps in threads, given up when their time is over."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from adapters.provider import provider_of
from adapters.secrets import Secrets
from adapters.sessions import SessionStore
from contracts.classification import Classification
from contracts.classifier.classify import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.session import Remembered


@dataclass(frozen=True)
class Calls:
    """Calls to the provider that `arn` names. The provider client's own limit is one between two
    bytes, which a trickle never reaches."""

    secrets: Secrets
    arn: str
    pool: Executor

    def __call__(
        self, model: str, messages: list[dict[str, str]], parameters: dict[str, Any], seconds: float
    ) -> Completion:
        """Raises ProviderFailure."""
        try:
            secret = self.secrets.provider(self.arn)
        except Exception as error:
            detail = f"provider secret: {type(error).__name__}"
            raise ProviderFailure(FailureCause.HARNESS_FAULT, detail, 0.0) from error
        complete = provider_of(secret).complete
        try:
            return self.pool.submit(complete, model, messages, parameters, seconds).result(seconds)
        except TimeoutError as error:
            raise ProviderFailure(FailureCause.TIMEOUT, "no answer in time") from error


@dataclass(frozen=True)
class Sessions:
    """A session store whose reading may take `seconds`; writing comes after the answer."""

    store: SessionStore
    pool: Executor
    seconds: float

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        """Raises TimeoutError beside what the store raises."""
        found = self.pool.submit(self.store.recall, session, classifier, content)
        return found.result(max(0.0, self.seconds))

    def stick(self, session: str, model: str, seen: str | None) -> bool:
        return self.store.stick(session, model, seen)

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        self.store.remember(session, classifier, content, classification)
