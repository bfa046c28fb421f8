"""Chooses the model that serves a request, and falls back for any reason."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reading.request import Reading

from .ask import Answer, Asker
from .request import Request
from .settings import Fallback, Settings

_MOST_SESSIONS = 10_000  # chosen
_NO_READING = Reading()


class Choice(NamedTuple):
    """The model that serves, and why. `cost_usd` is that of classifying, None when unknown."""

    model: str
    effort: str | None
    source: str
    reason: str
    cost_usd: float | None = None
    cost_known: bool = False
    simulated: bool = False


@dataclass
class Resolver:
    """Resolves requests for a virtual model. `deployed` says whether the proxy can serve a model by
    its name there.
    """

    settings: Settings
    asker: Asker
    deployed: Callable[[str], bool] = lambda _: True
    _served: OrderedDict[Any, str] = field(default_factory=OrderedDict)

    async def resolve(self, request: Request) -> Choice:
        """Return the model that serves, within the deadline. Never raises."""
        found = _NO_READING
        try:
            read = request.reading
            if read is None:
                return self._fallback("request_unreadable", found)
            found = read
            if request.user is None:
                return self._fallback("anonymous", found)
            return await self._decided(request, found)
        except Exception as error:  # a request must not fail because of its routing
            return self._fallback(f"internal_error: {type(error).__name__}", found)

    def served(self, scope: Any, model: str) -> None:
        """Remember which model served a session last."""
        self._served[scope] = model
        self._served.move_to_end(scope)
        if len(self._served) > _MOST_SESSIONS:
            self._served.popitem(last=False)

    async def _decided(self, request: Request, found: Reading) -> Choice:
        settings, last = self.settings, self._served.get(request.scope)
        asked = request.asked(found, settings.denied_models, last, settings.deadline_ms)
        answer = await self.asker.ask(asked)
        if answer.model is None:
            reason = answer.reason if answer.cost is None else f"decide_null: {answer.reason}"
            return self._fallback(reason, found, answer)
        if settings.virtual(answer.model) or answer.model in settings.denied_models:
            return self._fallback("decide_model_not_allowed", found, answer)
        name = settings.deployment(answer.model)
        if settings.virtual(name) or not self.deployed(name):
            return self._fallback("decide_model_not_deployed", found, answer)
        return Choice(answer.model, answer.effort, "benchmark", answer.reason, *answer[3:])

    def _fallback(self, reason: str, found: Reading, answer: Answer | None = None) -> Choice:
        """Return the first fallback that takes the request; when none does, the largest, so that
        its provider says why in words that clients know.
        """
        fitting = next((f for f in self.settings.fallbacks if _takes(f, found)), None)
        largest = max(self.settings.fallbacks, key=lambda f: f.context_length or 0)
        chosen = fitting or largest
        why = reason if fitting else f"{reason}, no_fallback_fits"
        return Choice(
            chosen.model, chosen.reasoning_effort, "fallback", why, *(answer[3:] if answer else ())
        )


def _takes(fallback: Fallback, found: Reading) -> bool:
    """Return whether a model takes the pictures and the size of a request. Unknown kinds of input
    count as text alone, an unknown context as large enough.
    """
    size = found.weight.tokens + (found.output_tokens or 0)
    fits = fallback.context_length is None or size <= fallback.context_length
    return fits and found.weight.modalities <= {*(fallback.input_modalities or ("text",))}
