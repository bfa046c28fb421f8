"""Count what one case costs and does at the provider, where the calls pass."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from contracts.attempt import Meter
from contracts.failure import FailureCause, cause_of_status, may_pass
from contracts.options import Effort
from contracts.price import known_usd
from contracts.worker_tasks import CaseLimits


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
    _trouble: FailureCause | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def admit(self, effort: str | None, held: float = 0.0) -> str | None:
        """Count a call that starts and is known to cost `held` USD; `ended` has to follow. Return
        None, or the reason why the call must not be made."""
        with self._changed:
            refusal = self._refusal(held)
            if refusal:
                self._trouble = FailureCause.BUDGET_SPENT
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

    def answered(self, status: int, *, again: bool = False) -> None:
        """Note the provider's `status`, or 0 if it could not be reached. `again` says that the call
        is a retry."""
        with self._changed:
            if self._closed:
                return
            self._statuses[str(status) if status else "unreachable"] += 1
            self._retried = again
            self._disturbed |= may_pass(status)
            if self._trouble is not FailureCause.BUDGET_SPENT:
                self._trouble = None if 0 < status < 400 else cause_of_status(status)

    def broke(self, status: int) -> None:
        """Note that an answer that began well ended with an error of the provider."""
        with self._changed:
            if not self._closed:
                self._trouble = cause_of_status(status)
                self._disturbed |= may_pass(status)

    def said(self, text: str) -> None:
        """Note the text of an answer that came to its end."""
        with self._changed:
            if not self._closed:
                self._answer = text

    def used(self, usage: Any, held: float = 0.0) -> None:
        """Add the usage of an answer. Without a cost, the cost of the case is unknown from then on,
        and its budget counts the `held` USD."""
        with self._changed:
            told = isinstance(usage, dict)
            usage = usage if told else {}
            cost, known = known_usd(usage.get("cost")), self._meter.cost_usd
            self._spent += held if cost is None else cost
            self._change(cost_usd=None if cost is None or known is None else known + cost)
            self._add(
                unmetered=int(not told),
                prompt_tokens=_count(usage, "prompt_tokens"),
                completion_tokens=_count(usage, "completion_tokens"),
                cached_tokens=_count(usage.get("prompt_tokens_details"), "cached_tokens"),
                reasoning_tokens=_count(usage.get("completion_tokens_details"), "reasoning_tokens"),
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
    def trouble(self) -> FailureCause | None:
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
        """Return whether the last call and its retry failed."""
        with self._changed:
            return self._retried and self._trouble is not None

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
        statuses=dict(statuses),
        efforts=tuple(dict.fromkeys((*first.efforts, *second.efforts))),
    )


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and value >= 0 else 0
