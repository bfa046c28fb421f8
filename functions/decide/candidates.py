"""Lists the candidates of the live table, for gateways."""

from collections.abc import Callable

from contracts.live_candidates import CandidatesAnswer, LiveCandidates, LiveModel, LiveTiers
from contracts.price import Capability
from contracts.table import RoutingTable
from contracts.tier import Tier
from functions.decide.ask import Log


def answer(
    authorized: Callable[[], str | None], table: Callable[[], RoutingTable | None], log: Log
) -> CandidatesAnswer | None:
    """Return the answer to a caller, None to one without the secret. Only reading the secret may
    fail; no table is known then.
    """
    try:
        if authorized() is None:
            return None
    except Exception as error:
        log.warning("decide secret unreadable: %s", type(error).__name__)
        return CandidatesAnswer(table=None, reason="secret_unavailable")
    return answer_of(table())


def answer_of(table: RoutingTable | None) -> CandidatesAnswer:
    """Return the candidates of a table by tier."""
    if table is None:
        return CandidatesAnswer(table=None, reason="no_table")
    tiers = LiveTiers(
        low=_models(table, Tier.LOW),
        medium=_models(table, Tier.MEDIUM),
        high=_models(table, Tier.HIGH),
    )
    found = LiveCandidates(version=table.version, simulated=table.simulated, tiers=tiers)
    return CandidatesAnswer(table=found)


def _models(table: RoutingTable, tier: Tier) -> tuple[LiveModel, ...]:
    routes = (each for entry in table.routes if entry.tier is tier for each in entry.candidates)
    named = dict.fromkeys(each.model for each in (*table.tiers.of(tier), *routes))
    return tuple(_model(model, table.capabilities.get(model, Capability())) for model in named)


def _model(model: str, known: Capability) -> LiveModel:
    return LiveModel(
        model=model,
        context_length=known.context_length,
        input_modalities=known.input_modalities,
    )
