"""Words the refusal of a request that no model may serve."""

from gateway.errors import Problem, too_long
from gateway.incoming import Incoming
from gateway.reserve import continued
from gateway.resolve import Resolution

# By it clients of OpenAI know that they have to send the whole history.
_NOT_FOUND = "previous_response_not_found"


def refusal(request: Incoming, found: Resolution) -> Problem:
    """Return the refusal: of a size, by which clients make their history shorter, or of what stands
    against each model.
    """
    if found.bound:
        return _bound(request, found)
    wanted = found.reduced.constraints if found.reduced else None
    windows = [why for why in found.objections.values() if why.startswith("context of ")]
    if wanted and wanted.size and len(windows) == len(found.objections):
        most = max(int(why.split()[2]) for why in windows)
        return too_long(request.kind, wanted.size, most)
    return Problem(400, f"model: no model can serve this request: {_told(found)}")


def _bound(request: Incoming, found: Resolution) -> Problem:
    """Return the refusal of a request that continues what another model does not have."""
    name = next((name for name, _ in continued(request.body)), "item_reference")
    why = _told(found) or f"it is not known which one that is ({found.reason})"
    told = "the model that has the rest of this conversation cannot serve"
    return Problem(400, f"{name}: {told}: {why}; send the whole history", _NOT_FOUND)


def _told(found: Resolution) -> str:
    return "; ".join(f"{model}: {why}" for model, why in found.objections.items())
