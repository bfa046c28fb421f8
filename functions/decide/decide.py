"""Makes one decision. A part that fails is left out and named."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from contracts.decision import DecideRequest
from contracts.session import Remembered, SessionPort
from functions.classifier.side import own_request, ruled
from functions.decide.answer import answered, going_on, held
from functions.decide.ask import Asking, sure
from functions.decide.fingerprint import Pseudonyms, content_hash
from functions.decide.outcome import Classified, Decided, RoutingState, null
from functions.decide.reduce import Reduced, reduce

T = TypeVar("T")


@dataclass(frozen=True)
class Decider:
    """One decision at a time. Without `names` it has pseudonyms that no other process can
    compute.
    """

    sessions: SessionPort
    asking: Asking
    names: Pseudonyms = field(default_factory=Pseudonyms)

    def decide(self, request: DecideRequest, live: RoutingState, until: float) -> Decided:
        """Return the decision by `until` of the clock. Without a table it classifies nothing, so
        that nothing is paid. Raises Refused for a body that does not fit its API.
        """
        reduced = reduce(request)
        if live.table is None:
            return Decided(null("no_table"), reduced, classifier=live.classifier)
        at = self._recalled(request, live, reduced)
        if kept := held(live.table, at):
            return going_on(request, live, at, kept)
        assert at.session is not None
        key = f"{at.session} {at.content} {live.classifier}"
        found = (
            _remembered(at.known)
            or _by_rule(reduced)
            or sure(reduced.input, live.linear_from)
            or self.asking.classified(reduced.input, live.classifier, until, key, live.tuning)
        )
        return answered(request, live, replace(at, classified=found))

    def _recalled(self, request: DecideRequest, live: RoutingState, reduced: Reduced) -> Decided:
        """Return the request with what is known of its session."""
        session = self.names.session(request, reduced.input)
        content = content_hash(reduced.input)
        asked_at = self.asking.clock()
        known, failures = self._recall(session, live.classifier, content)
        return Decided(
            null("internal_error"),
            reduced,
            session,
            content,
            live.classifier,
            replace(known, incumbent=request.served_model or known.incumbent),
            failures=failures,
            recall_seconds=self.asking.clock() - asked_at,
        )

    def remember(self, decided: Decided) -> bool:
        """Store the classification and the session's model, after the answer. Guesses are not
        stored, and nothing of a request of the agent's program for itself, which moves no session.
        Return False when another request of the session came first, or the store failed.
        """
        session, decision, reduced = decided.session, decided.answer.decision, decided.reduced
        if reduced is None or own_request(reduced.input):
            return False
        self._remember_classification(decided)
        if session is None or decision is None:
            return False
        known = decided.known
        tier = decision.tier or known.tier
        return bool(
            self._try(lambda: self.sessions.stick(session, decision.model, known.seen, tier))
        )

    def _remember_classification(self, decided: Decided) -> None:
        found, session, content = decided.classified, decided.session, decided.content
        classification, by = found and found.classification, decided.classifier
        if found and not found.cached and classification and session and content and by:
            self._try(lambda: self.sessions.remember(session, by, content, classification))

    def _recall(
        self, session: str, classifier: str, content: str
    ) -> tuple[Remembered, tuple[str, ...]]:
        found = self._try(lambda: self.sessions.recall(session, classifier, content))
        return (found, ()) if found else (Remembered(), ("session_store",))

    def _try(self, step: Callable[[], T]) -> T | None:
        """Return what `step` returns, or None when it fails: session state helps but is never
        needed.
        """
        try:
            return step()
        except Exception as error:
            self.asking.log.warning("session store failed: %s", type(error).__name__)
            return None


def _remembered(known: Remembered) -> Classified | None:
    return Classified(known.classification, 0.0, cached=True) if known.classification else None


def _by_rule(reduced: Reduced) -> Classified | None:
    found = ruled(reduced.input)
    return Classified(found, 0.0) if found else None
