"""Retires, moves and restores cases, and adds and drops private parts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import objects
from contracts.bank import BankAct, Part
from contracts.config import Config
from contracts.dataset import DeciderCase
from contracts.digest import digest_of
from contracts.errors import Conflict, Refused
from contracts.ports import DocumentPort
from contracts.tier import TIERS, Tier
from functions.benchmark.cases import parts
from functions.benchmark.cases.bank import Bank, BankReader
from functions.benchmark.cases.load import case_faults
from functions.benchmark.cases.provable import shortfalls

# chosen: with fewer cases than this in a tier, a failure is worth more than 10 points of accuracy.
LEAST = 10
_TRIES = 4  # chosen: acts of several admins at the same moment
_MORE = "restore a case, or add a part"


@dataclass(frozen=True)
class Said:
    """The person that acts, the time, and the reason."""

    by: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Curator:
    """Acts on the bank; each act is safe to repeat: what stands already is not done again. Raises
    Refused for what must not be done, Conflict when others acted at the same moment.
    """

    reader: BankReader
    documents: DocumentPort
    config: Callable[[], Config | None]

    def retire(self, case_id: str, said: Said) -> Bank:
        """Take a case out until it is restored; the retirement holds for its id."""

        def act(bank: Bank) -> BankAct | None:
            case = _known(bank, case_id)
            return None if case_id in bank.standing.retired else _on_case(bank, case, said)

        return self._carry_out(act, "caseId")

    def retier(self, case_id: str, tier: Tier, said: Said) -> Bank:
        """Move a case to another tier; its evidence stays."""

        def act(bank: Bank) -> BankAct | None:
            case = _known(bank, case_id)
            if tier is bank.standing.tier_of(case):
                return None
            return _on_case(bank, case, said, action="retier", tier=tier)

        return self._carry_out(act, "caseId")

    def restore(self, case_id: str, said: Said) -> Bank:
        """Take a case in again, in its author's tier."""

        def act(bank: Bank) -> BankAct | None:
            touched = case_id in {**bank.standing.retired, **bank.standing.moved}
            if touched:
                return _act(bank, said, action="restore", case_id=case_id)
            _known(bank, case_id)
            return None

        return self._carry_out(act, "caseId")

    def take(self, digest: str, text: str) -> None:
        """Store a piece of a part. Raises Refused when it is not what was sent."""
        if digest_of(text) != digest:
            raise Refused("digest: is not that of text; send the piece again")
        self.documents.put(objects.piece(digest), text)

    def add(self, name: str, pieces: tuple[str, ...], weight: float, said: Said) -> Bank:
        """Add a part, or replace the one of this name; until the last step the old one counts."""
        part = self._sent(name, pieces)
        version = parts.store(part, self.documents)

        def act(bank: Bank) -> BankAct | None:
            had = bank.standing.parts.get(name)
            if had and (had.version, had.weight) == (version, weight):
                return None
            new = {"part": name, "version": version, "weight": weight}
            return _act(bank, said, action="add", **new)

        return self._carry_out(act, "name")

    def drop(self, name: str, said: Said) -> Bank:
        """Take a part out; runs keep the cases that they have taken from it."""

        def act(bank: Bank) -> BankAct | None:
            if name in bank.standing.parts:
                return _act(bank, said, action="drop", part=name)
            if any(each.part == name for each in bank.acts):
                return None
            raise Refused(f"name: {name} is no part; `autoroute dataset parts` lists them")

        return self._carry_out(act, "name")

    def _sent(self, name: str, pieces: tuple[str, ...]) -> Part:
        texts = [text for each in pieces if (text := self.documents.get(objects.piece(each)))]
        if len(texts) < len(pieces):
            lost = len(pieces) - len(texts)
            raise Refused(f"pieces: {lost} of {len(pieces)} did not arrive; send the part again")
        part = parts.part_of(texts)
        if part.name != name:
            raise Refused(f"name: {name}, but the pieces are of part {part.name}")
        faults = [f"{case.case_id}: {fault}" for case in part.cases for fault in case_faults(case)]
        if faults:
            raise Refused("; ".join(faults))
        return part

    def _carry_out(self, make: Callable[[Bank], BankAct | None], field: str) -> Bank:
        for _ in range(_TRIES):
            before = self.reader.now()
            new = make(before)
            if new is None:
                return before
            after = self.reader.after((*before.acts, new))
            _require_no_new_faults(before, after)
            self._require_measurable(before, after, field)
            if self.reader.store.append(new):
                return after
        raise Conflict("dataset: others changed it at the same moment; try again")

    def _require_measurable(self, before: Bank, after: Bank, field: str) -> None:
        """Raise Refused if a tier loses cases and has too few left."""
        had, left = (Counter(c.tier for c in bank.cases) for bank in (before, after))
        config = self.config()
        for tier in (tier for tier in TIERS if left[tier] < had[tier]):
            if left[tier] < LEAST:
                few = f"{left[tier]} cases of tier {tier} would be left, and it needs {LEAST}"
                raise Refused(f"{field}: {few}; {_MORE}")
            for lacking, remedy in shortfalls(config, tier, left[tier]) if config else ():
                raise Refused(f"{field}: what is left is too little: {lacking}; {_MORE}, {remedy}")


def _require_no_new_faults(before: Bank, after: Bank) -> None:
    found = [fault for fault in after.faults if fault not in before.faults]
    if found:
        raise Refused("; ".join(found))


def _known(bank: Bank, case_id: str) -> DeciderCase:
    """Return the case as its author gave it. Raises Refused."""
    if case_id not in bank.every:
        raise Refused(
            f"caseId: {case_id} is no task of the bank; the files in datasets/decider and "
            "datasets/worlds, and those of your parts, have the ids"
        )
    return bank.every[case_id]


def _on_case(bank: Bank, case: DeciderCase, said: Said, **what: Any) -> BankAct:
    on = {"action": "retire", "case_id": case.case_id, "case_digest": case.digest}
    return _act(bank, said, **{**on, **what})


def _act(bank: Bank, said: Said, **what: Any) -> BankAct:
    return BankAct(number=len(bank.acts), at=said.at, by=said.by, why=said.why, **what)
