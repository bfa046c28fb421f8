"""Let the simulated models answer, with their counts and faults."""

from dataclasses import dataclass, field
from typing import Any

from local.provider.answer import Answer
from local.provider.apis import Api
from local.provider.catalogue import Catalogue, SimulatedModel
from local.provider.errors import CallRefused, simulated_error
from local.provider.fault_injection import FaultInjection
from local.provider.labeller import Labeller
from local.provider.reply import Reply
from local.provider.solver import Solver
from local.provider.stats import Stats
from local.provider.strict import objection, unsupported


@dataclass(frozen=True)
class Brain:
    """All simulated models, with their counts and faults."""

    catalogue: Catalogue
    solver: Solver
    labeller: Labeller
    stats: Stats = field(default_factory=Stats)
    faults: FaultInjection = field(default_factory=FaultInjection)

    def model(self, api: Api, body: dict[str, Any]) -> SimulatedModel:
        """Return the model that a request names. Raises CallRefused, also when the API does not
        serve it.
        """
        found = self.catalogue.find(body["model"])
        if found is not None and api.kind in found.apis:
            return found
        lacks = "is not a model of this provider" if found is None else f"is not for {api.kind}"
        message = f"{body['model']} {lacks}"
        raise CallRefused(400, simulated_error(api.kind, 400, message))

    def check(self, api: Api, model: SimulatedModel, body: dict[str, Any]) -> None:
        """Raise CallRefused for a request that the model's vendor would refuse."""
        found = unsupported(api.kind, body) if model.strict_parameters else None
        if model.vendor and not found:
            found = objection(api.kind, model.vendor, body)
        if found:
            self.stats.add(model.id, found[0])
            raise CallRefused(*found)

    def answer(self, api: Api, model: SimulatedModel, body: dict[str, Any]) -> Answer:
        request = api.chat(body)
        return Answer.of(model, request, self._reply(model, request))

    def _reply(self, model: SimulatedModel, request: dict[str, Any]) -> Reply:
        if model.fault == "empty":
            return Reply()
        kind = (request.get("response_format") or {}).get("type")
        worker = self.labeller if kind == "json_object" else self.solver
        return worker.reply(model, request.get("messages") or [])
