"""A result that later runs may reuse, with everything that its numbers depend on."""

from contracts.config import ServerMode
from contracts.control_record import ControlRecord
from contracts.digest import digest_of
from contracts.limits import CaseLimits
from contracts.options import Effort
from contracts.price import Price
from contracts.result import CaseResult
from contracts.run import Run, RunKind
from contracts.scalars import Text
from contracts.tier import TIERS, Tier


class Conditions(ControlRecord):
    """What can change a number besides case and repetition. `prompt` is the digest of the
    classifier's instructions or weights; deciders have CLI version, server mode and limits instead.
    """

    provider: str | None = None
    effort: Effort | None = None
    price: Price | None = None
    cli_version: str | None = None
    limits: dict[Tier, CaseLimits] | None = None
    server: ServerMode | None = None
    prompt: Text | None = None

    @property
    def digest(self) -> str:
        return digest_of(self.wire())

    def differences(self, other: "Conditions") -> tuple[str, ...]:
        """Return the names of the fields that are not equal."""
        names = type(self).model_fields
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))


class Evidence(ControlRecord):
    """A result with its conditions; a run reuses it only under equal conditions."""

    conditions: Conditions
    result: CaseResult


def conditions_of(run: Run, candidate: str, prompt: str | None = None) -> Conditions:
    """Return the conditions under which `run` measures `candidate`; `prompt` is a classifier's."""
    price = run.prices.get(candidate)
    if run.kind is RunKind.CLASSIFIER:
        return Conditions(provider=run.provider, price=price, prompt=prompt)
    return Conditions(
        provider=run.provider,
        price=price,
        effort=next(m.reasoning_effort for m in run.config.deciders if m.id == candidate),
        cli_version=run.cli_version,
        limits={tier: run.config.limits(tier) for tier in TIERS},
        server=run.config.server,
    )
