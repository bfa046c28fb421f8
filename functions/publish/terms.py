"""What a run's config says about the table that is made from its results."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.options import Effort, Granularity, Rule, SwitchCost
from contracts.price import Capability, Price
from contracts.run import Run
from contracts.tier import Tier, TierBars
from functions.publish.select_server import Bar


@dataclass(frozen=True)
class Terms:
    """What a run's config says about its table. `efforts` are those of its candidates; `fallback`
    is the model that others may replace only within `margin`.
    """

    min_accuracy: float
    switch_cost_factor: float
    rule: Rule
    confidence: float | None = None
    tier_bars: TierBars = field(default_factory=TierBars)
    efforts: Mapping[str, Effort | None] = field(default_factory=dict)
    simulated: bool = False
    max_hole_share: float = 1.0
    granularity: Granularity = Granularity.TIER
    fallback: str | None = None
    margin: float = 0.1
    min_saving: float | None = None
    switch_cost: SwitchCost = SwitchCost.FACTOR
    prices: Mapping[str, Price] = field(default_factory=dict)
    capabilities: Mapping[str, Capability] = field(default_factory=dict)

    @classmethod
    def of(cls, run: Run) -> "Terms":
        config, fallback = run.config, run.config.fallback_model
        return cls(
            min_accuracy=config.min_accuracy,
            switch_cost_factor=config.switch_cost_factor,
            rule=config.rule,
            confidence=config.confidence,
            tier_bars=config.tier_min_accuracy,
            efforts={m.id: m.reasoning_effort for m in config.deciders},
            simulated=run.simulated,
            max_hole_share=config.max_hole_share,
            granularity=config.granularity,
            fallback=fallback.id if fallback else None,
            margin=config.fallback_margin,
            min_saving=config.min_saving,
            switch_cost=config.switch_cost,
            prices=run.prices,
            capabilities=run.capabilities,
        )

    def bar(self, tier: Tier) -> Bar:
        common = self.tier_bars.of(tier, self.min_accuracy)
        return Bar(common, self.rule, self.confidence or 0.9, self.min_saving)
