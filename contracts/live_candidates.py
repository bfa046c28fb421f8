"""The answer to `GET /candidates`: which models the live table lets serve."""

from typing import Literal

from contracts.hot_record import HotRecord
from contracts.price import Capability
from contracts.scalars import Count, Text


class LiveModel(HotRecord):
    """A candidate, with what it accepts; None is unknown. `context_length` is in tokens."""

    model: Text
    context_length: Count | None = None
    input_modalities: tuple[Text, ...] | None = None

    @property
    def capability(self) -> Capability:
        return Capability(
            context_length=self.context_length, input_modalities=self.input_modalities
        )


class LiveTiers(HotRecord):
    """The candidates by tier. The first candidate serves the tier. Candidates that serve only a
    route of the tier come last.
    """

    low: tuple[LiveModel, ...]
    medium: tuple[LiveModel, ...]
    high: tuple[LiveModel, ...]

    @property
    def all(self) -> dict[str, LiveModel]:
        """The candidates by id."""
        return {each.model: each for each in (*self.low, *self.medium, *self.high)}


class LiveCandidates(HotRecord):
    version: Text
    simulated: bool
    tiers: LiveTiers


class CandidatesAnswer(HotRecord):
    """The candidates of the live table, or None with the reason."""

    table: LiveCandidates | None
    reason: Literal["no_table", "secret_unavailable"] | None = None
