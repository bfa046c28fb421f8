"""One decision. It never fails: what cannot be had is left out and named."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from contracts.classification import ClassifierInput
from contracts.classifier.classify import Complete, Completion, Outcome, classify
from contracts.classifier.linear import guess
from contracts.decision import ClassifierResult, DecideRequest, DecideResponse, Reason
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.session import Remembered, SessionPort
from contracts.table import RoutingTable
from functions.decide.decided import Classified, Decided, Live, null
from functions.decide.engine import Asked, choose, decision_of
from functions.decide.explain import explain
from functions.decide.flights import Flights
from functions.decide.identity import content_hash, session_of
from functions.decide.reduce import reduce
from functions.decide.switch import Session

T = TypeVar("T")
Ask = Callable[[str, list[dict[str, str]], dict[str, Any], float], Completion]
_CLASSIFIER_SECONDS = 2.5
_LEAST_SECONDS = 0.02
_SHARED: Flights[Outcome] = Flights()


class Log(Protocol):
    def warning(self, msg: object, *args: object) -> None: ...


@dataclass(frozen=True)
class Decider:
    """`ask` calls a model: id, messages, parameters, and the seconds it may take. `clock` in
    seconds."""

    sessions: SessionPort
    ask: Ask
    log: Log
    clock: Callable[[], float] = time.monotonic

    def decide(self, request: DecideRequest, live: Live, received: float | None = None) -> Decided:
        """`received` is when the request came, by `clock`; the caller's deadline counts from then.
        Without a table nothing is classified, and so nothing is paid. Raises Refused for a body
        that does not fit its API."""
        began = self.clock() if received is None else received
        reduced = reduce(request)
        if live.table is None:
            return Decided(null("no_table"), reduced)
        until = began + (request.deadline_ms or 1000 * _CLASSIFIER_SECONDS) / 1000
        session, content = (
            session_of(request, reduced.input),
            content_hash(reduced.input, exact=True),
        )
        asked_at = self.clock()
        known, failures = self._recall(session, live.classifier, content)
        recall_seconds = self.clock() - asked_at
        key = f"{session} {content} {live.classifier}"
        found = _sure(reduced.input, live, known) or self._classification(
            reduced.input, live.classifier, known, until, key
        )
        at = Decided(
            null("internal_error"),
            reduced,
            session,
            content,
            known,
            found,
            failures=failures,
            recall_seconds=recall_seconds,
        )
        return _answered(request, live.table, live.age, at)

    def remember(self, decided: Decided, classifier: str) -> bool:
        """Keeps what a model said, and where the session is now; after the answer is given. Only
        what a classifier really said counts. False when another request of the conversation came
        first, or the store failed."""
        found, decision = decided.classified, decided.answer.decision
        session, content = decided.session, decided.content
        classification = found.classification if found else None
        if found is None or classification is None or session is None or content is None:
            return False
        if not found.cached:
            self._try(lambda: self.sessions.remember(session, classifier, content, classification))
        if decision is None:
            return False
        return bool(
            self._try(lambda: self.sessions.stick(session, decision.model, decided.known.seen))
        )

    def _classification(
        self,
        request: ClassifierInput,
        classifier: str,
        known: Remembered,
        until: float,
        key: str,
    ) -> Classified:
        if known.classification:
            return Classified(known.classification, 0.0, cached=True)
        began = self.clock()
        try:
            outcome, mine = _SHARED.share(
                key,
                lambda: classify(request, classifier, self._until(until)),
                max(_LEAST_SECONDS, until - began),
            )
        except ProviderFailure as error:
            self.log.warning("classifier failed: %s", error)
            return _failed(error, self.clock() - began)
        except TimeoutError:
            late = ProviderFailure(FailureCause.TIMEOUT, "a shared call took too long", 0.0)
            return _failed(late, self.clock() - began)
        said = outcome.classification if outcome.fallback is None else None
        return Classified(
            said,
            (outcome.cost_usd or 0.0) if mine else 0.0,
            cached=not mine,
            seconds=self.clock() - began,
            outcome=outcome,
        )

    def _until(self, deadline: float) -> Complete:
        def complete(
            model: str, messages: list[dict[str, str]], parameters: dict[str, Any]
        ) -> Completion:
            left = deadline - self.clock()
            if left < _LEAST_SECONDS:
                raise ProviderFailure(FailureCause.TIMEOUT, "the deadline has passed", 0.0)
            return self.ask(model, messages, parameters, left)

        return complete

    def _recall(
        self, session: str, classifier: str, content: str
    ) -> tuple[Remembered, tuple[str, ...]]:
        found = self._try(lambda: self.sessions.recall(session, classifier, content))
        return (found, ()) if found else (Remembered(), ("session_store",))

    def _try(self, step: Callable[[], T]) -> T | None:
        """Session state helps but is never needed."""
        try:
            return step()
        except Exception as error:
            self.log.warning("session store failed: %s", type(error).__name__)
            return None


def _sure(request: ClassifierInput, live: Live, known: Remembered) -> Classified | None:
    """What the linear classifier says, where it is sure enough to save the call."""
    if live.linear_from is None or known.classification:
        return None
    said = guess(request)
    if said.expected_score < live.linear_from:
        return None
    return Classified(said.classification, 0.0, linear=True)


def _failed(error: ProviderFailure, seconds: float) -> Classified:
    return Classified(None, error.cost_usd or 0.0, seconds=seconds, failure=error)


def _answered(
    request: DecideRequest, table: RoutingTable, age: float | None, at: Decided
) -> Decided:
    found, reduced = at.classified, at.reduced
    assert found is not None
    assert reduced is not None
    if found.classification is None:
        return _with(at, answer=null(_no(found.failure), found.cost_usd))
    asked = Asked(
        tier=found.classification.tier,
        route=found.classification.route,
        session=Session(
            model=at.known.incumbent,
            idle_seconds=at.known.idle_seconds,
            context_tokens=reduced.constraints.prompt_tokens,
            messages=reduced.input.message_count,
        ),
        constraints=reduced.constraints,
        mode=request.routing_mode,
        in_tool_loop=reduced.in_tool_loop,
    )
    choice = choose(table, asked)
    answer = DecideResponse(
        cost=found.cost_usd,
        decision=decision_of(table, asked.tier, choice),
        classifier_result=ClassifierResult(
            classification=found.classification, normalized=reduced.input
        ),
        reason=choice.reason,
        simulated=table.simulated,
        explanation=explain(table, asked, choice, age) if request.explain else None,
    )
    return _with(at, answer=answer, choice=choice)


def _no(failure: ProviderFailure | None) -> Reason:
    if failure is None:
        return "unusable_answer"
    late = failure.cause is FailureCause.TIMEOUT
    return "deadline_passed" if late else "classifier_failed"


def _with(decided: Decided, **changes: Any) -> Decided:
    values: Mapping[str, Any] = {**vars(decided), **changes}
    return Decided(**values)
