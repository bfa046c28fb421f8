"""Count what one case costs and does at the provider, where the calls pass."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from adapters.provider.answers import Answer
from adapters.provider.faults import Fault
from adapters.provider.usage import Usage
from contracts.attempt import Meter
from contracts.failure import FailureCause
from contracts.limits import CaseLimits
from contracts.options import Effort

# Chosen: the longest wait, in seconds, that a provider may ask for within a case. After a longer
# one the case is attempted again later.
LONGEST_WAIT = 10.0


@dataclass
class CaseMeter:
    """The counts and limits of one case. Thread-safe. Calls of sub-agents, of titles and of
    sessions that were killed count too."""

    model: str
    effort: Effort | None
    limits: CaseLimits
    _meter: Meter = field(default_factory=Meter)
    _statuses: Counter[str] = field(default_factory=Counter)
    _spent: float = 0.0
    _answer: str | None = None
    _open: int = 0
    _closed: bool = False
    _retried: bool = False
    _disturbed: bool = False
    _trouble: Fault | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def admit(self, effort: str | None, held: float = 0.0) -> str | None:
        """Count a call that starts and is known to cost `held` USD; `ended` has to follow. Return
        None, or the reason why the call must not be made."""
        with self._changed:
            refusal = self._refusal(held)
            if refusal:
                self._trouble = Fault(FailureCause.BUDGET_SPENT, refusal)
                self._add(refused=1)
                return refusal
            self._open += 1
            self._add(calls=1)
            if effort and effort not in self._meter.efforts:
                self._change(efforts=(*self._meter.efforts, effort))
            return None

    def _refusal(self, held: float) -> str | None:
        """Return the limit that the call would pass. Cost never stops the first call, without which
        the case would be no measurement."""
        if self._meter.calls >= self.limits.max_calls:
            return f"{self.limits.max_calls} calls are spent"
        spent, most = self._spent, self.limits.max_cost_usd
        if self._meter.calls and (spent >= most or spent + held > most):
            return f"{most} USD are spent"
        return None

    def ended(self) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def answered(self, status: int, fault: Fault | None = None, *, again: bool = False) -> None:
        """Note the provider's `status`, or 0 if it could not be reached, and the fault that made
        it no answer. `again` says that the call is a retry."""
        with self._changed:
            if self._closed:
                return
            self._statuses[str(status) if status else "unreachable"] += 1
            self._retried = again
            self._disturbed |= fault is not None and fault.passing
            if not (self._trouble and self._trouble.cause is FailureCause.BUDGET_SPENT):
                self._trouble = fault

    def said(self, text: str) -> None:
        """Note the text of an answer that came to its end."""
        with self._changed:
            if not self._closed:
                self._answer = text

    def used(self, answer: Answer | None, held: float = 0.0) -> None:
        """Add the usage of an answer. Without a cost, the cost of the case is unknown from then on,
        at least what is known, and its budget counts the `held` USD."""
        usage = answer.usage if answer else Usage()
        cost = answer.cost_usd if answer else None
        with self._changed:
            known, before = usage.known_usd if cost is None else cost, self._meter.cost_usd
            self._spent += max(known, held) if cost is None else cost
            self._change(
                cost_usd=None if cost is None or before is None else before + cost,
                known_cost_usd=self._meter.known_cost_usd + known,
            )
            self._add(
                unmetered=int(not usage.told),
                prompt_tokens=usage.prompt or 0,
                completion_tokens=usage.completion or 0,
                cached_tokens=usage.cached or 0,
                reasoning_tokens=usage.reasoning or 0,
            )

    def wait_idle(self, seconds: float) -> None:
        """Wait until no call runs, at most `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: not self._open, seconds)

    def close(self) -> None:
        """Ignore later failures: from now on they are caused by the worker."""
        with self._changed:
            self._closed = True

    def read(self) -> Meter:
        """Return the counts so far; while a call runs, the cost is unknown."""
        with self._changed:
            found = self._meter.model_copy(update={"statuses": dict(self._statuses)})
            return found.model_copy(update={"cost_usd": None}) if self._open else found

    @property
    def answer(self) -> str | None:
        """Return the last text that the provider streamed to its end, or None."""
        with self._changed:
            return self._answer

    @property
    def trouble(self) -> Fault | None:
        """Return why the last call gave the CLI no answer, or None if it gave one."""
        with self._changed:
            return self._trouble

    @property
    def disturbed(self) -> bool:
        """Return whether the provider failed at least once: a timeout after that is not the model's
        fault."""
        with self._changed:
            return self._disturbed

    @property
    def hopeless(self) -> bool:
        """Return whether the last call and its retry failed, or a retry would come too early."""
        with self._changed:
            fault = self._trouble
            return fault is not None and (self._retried or (fault.retry_after or 0) > LONGEST_WAIT)

    def _add(self, **counts: int) -> None:
        self._change(**{name: getattr(self._meter, name) + n for name, n in counts.items()})

    def _change(self, **values: Any) -> None:
        self._meter = self._meter.model_copy(update=values)


def merged(first: Meter, second: Meter) -> Meter:
    """Return the sum of both."""
    statuses = Counter(first.statuses) + Counter(second.statuses)
    costs = (first.cost_usd, second.cost_usd)
    tokens = ("prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens")
    counts = ("calls", "refused", "unmetered", *tokens)
    return Meter(
        **{name: getattr(first, name) + getattr(second, name) for name in counts},
        cost_usd=None if None in costs else sum(cost or 0.0 for cost in costs),
        known_cost_usd=first.known_cost_usd + second.known_cost_usd,
        statuses=dict(statuses),
        efforts=tuple(dict.fromkeys((*first.efforts, *second.efforts))),
    )
