"""Keeping what serves: a fresh benchmark alone is no reason to switch."""

from collections.abc import Sequence

from contracts.table import Candidate


def keep(ranked: Sequence[Candidate], incumbent: str | None, bar: float, saving: float) -> str:
    """The model that serves a stratum whose candidates were `ranked`.

    The incumbent stays while its upper bound reaches the bar and no proven challenger is cheaper
    by at least `saving`, a share of the incumbent's cost; otherwise the first of `ranked` serves.
    """
    first = ranked[0]
    kept = next((c for c in ranked if c.model == incumbent), None)
    if kept is None or kept.upper is None or kept.upper < bar:
        return first.model
    if first.meets_threshold and first.avg_cost_usd <= kept.avg_cost_usd * (1 - saving):
        return first.model
    return kept.model
