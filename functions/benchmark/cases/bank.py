"""The cases of a deployment: shipped ones and private parts, without retired ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from contracts.bank import SHIPPED, SHIPPED_WEIGHT, BankAct, Part
from contracts.dataset import DeciderCase
from contracts.errors import Refused
from contracts.ports import BankPort, DocumentPort
from contracts.world import World
from functions.benchmark.cases.load import WORLDS, load_deciders
from functions.benchmark.cases.parts import PartUnusable, stored_part
from functions.benchmark.cases.standing import Standing, standing_of
from functions.benchmark.cases.worlds import load_worlds


@dataclass(frozen=True)
class Bank:
    """The bank after `acts`. `every` are its cases by id as their authors gave them, also retired
    ones; `worlds` are by name. `faults` say which parts cannot be used, and why.
    """

    every: Mapping[str, DeciderCase]
    worlds: Mapping[str, World] = field(default_factory=dict)
    acts: tuple[BankAct, ...] = ()
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, cases: Iterable[DeciderCase], worlds: Mapping[str, World] | None = None) -> "Bank":
        """Return a bank that nothing was done to."""
        return cls({case.case_id: case for case in cases}, worlds or {})

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.acts)

    @cached_property
    def cases(self) -> tuple[DeciderCase, ...]:
        """The cases that runs may take, each in the tier in which it stands."""
        stand = self.standing
        kept = (c for name, c in self.every.items() if name not in stand.retired)
        return tuple(
            case if (tier := stand.tier_of(case)) is case.tier else case.moved(tier)
            for case in kept
        )

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each part; the shipped cases are one."""
        parts = {name: act.weight for name, act in self.standing.parts.items() if act.weight}
        return {SHIPPED: SHIPPED_WEIGHT, **parts}

    def worlds_of(self, cases: Iterable[DeciderCase]) -> tuple[World, ...]:
        """Return the worlds on which the cases stand, by name."""
        names = {case.world.name for case in cases if case.world}
        return tuple(self.worlds[name] for name in sorted(names))


@cache
def shipped() -> Bank:
    """Return the cases of this repository. Raises DatasetError."""
    return Bank.of(load_deciders(), load_worlds(WORLDS))


@dataclass(frozen=True)
class BankReader:
    """Reads the bank of a deployment; `given` returns the shipped cases."""

    store: BankPort
    documents: DocumentPort
    given: Callable[[], Bank] = shipped

    def now(self) -> Bank:
        """Return the bank, whatever its faults."""
        return self.after(self.store.acts())

    def usable(self) -> Bank:
        """Return the bank for a run. Raises Refused when a part of it cannot be used."""
        found = self.now()
        if found.faults:
            raise Refused("; ".join(found.faults))
        return found

    def after(self, acts: Sequence[BankAct]) -> Bank:
        """Return the bank as it is after these acts."""
        base = self.given()
        every, worlds, faults = dict(base.every), dict(base.worlds), list[str]()
        for name, act in sorted(standing_of(acts).parts.items()):
            try:
                part = stored_part(name, act.version or "", self.documents)
            except PartUnusable as error:
                faults.append(str(error))
                continue
            faults += _collisions(part, every, worlds)
            for case in part.cases:
                every.setdefault(case.case_id, case.model_copy(update={"part": name}))
            for world in part.worlds:
                worlds.setdefault(world.name, world)
        return Bank(every, worlds, tuple(acts), tuple(faults))


def _collisions(
    part: Part, every: Mapping[str, DeciderCase], worlds: Mapping[str, World]
) -> list[str]:
    """Return a line for the ids, and one for the worlds, that are in the bank without the part."""
    kinds = {
        "caseId": [case.case_id for case in part.cases if case.case_id in every],
        "world": [world.name for world in part.worlds if world.name in worlds],
    }
    return [
        f"{field}: {', '.join(names)} of part {part.name}: used by shipped cases or another part; "
        "rename it there and add the part again, or drop the part"
        for field, names in kinds.items()
        if names
    ]
