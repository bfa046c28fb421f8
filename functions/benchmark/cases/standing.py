"""What stands of the acts on a bank."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from contracts.bank import BankAct
from contracts.dataset import DeciderCase
from contracts.tier import Tier


@dataclass(frozen=True)
class Standing:
    """The acts that hold: by case id those that retired or moved it, by name the last that added a
    part.
    """

    retired: dict[str, BankAct] = field(default_factory=dict)
    moved: dict[str, BankAct] = field(default_factory=dict)
    parts: dict[str, BankAct] = field(default_factory=dict)

    def tier_of(self, case: DeciderCase) -> Tier:
        """Return the tier in which a case stands that is as its author gave it."""
        act = self.moved.get(case.case_id)
        return (act.tier if act else None) or case.tier


def standing_of(acts: Iterable[BankAct]) -> Standing:
    """Return what holds after the acts, which are in order."""
    found = Standing()
    for act in acts:
        case, part = act.case_id or "", act.part or ""
        match act.action:
            case "retire":
                found.retired[case] = act
            case "retier":
                found.moved[case] = act
            case "restore":
                found.retired.pop(case, None)
                found.moved.pop(case, None)
            case "add":
                found.parts[part] = act
            case "drop":
                found.parts.pop(part, None)
    return found
