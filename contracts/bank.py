"""The bank of a deployment: its private parts, and what an admin did to its cases."""

from collections import Counter
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.control_record import ControlRecord
from contracts.dataset import CaseId, DeciderCase, PartName
from contracts.scalars import Count, Text
from contracts.tier import Tier
from contracts.world import World

SHIPPED = "shipped"
SHIPPED_WEIGHT = 1.0
Weight = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
BankAction = Literal["retire", "retier", "restore", "add", "drop"]


class Part(ControlRecord):
    """Cases of a deployment alone, with the worlds on which they stand."""

    name: PartName
    cases: Annotated[tuple[DeciderCase, ...], Field(min_length=1)]
    worlds: tuple[World, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.name == SHIPPED:
            raise ValueError(f"name: {SHIPPED} are the cases of the repository; take another name")
        _require_once("cases: caseId", [case.case_id for case in self.cases])
        _require_once("worlds: name", [world.name for world in self.worlds])
        digests = {world.name: world.digest for world in self.worlds}
        for case in self.cases:
            if case.world and digests.get(case.world.name) != case.world.digest:
                raise ValueError(f"worlds: {case.world.name} of {case.case_id} is not among them")
        return self


def _require_once(field: str, names: list[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"{field}: {', '.join(twice)}: used more than once")


class BankAct(ControlRecord):
    """An act on the bank, with person and reason; acts are numbered from 0 and never change. An
    act on a case has `case_id`, and the digest that the case had; `tier` is where it was moved. An
    act on a part has `part`; added parts have a version and a weight.
    """

    number: Count
    action: BankAction
    at: datetime
    by: Text
    why: Text
    case_id: CaseId | None = None
    case_digest: Text | None = None
    tier: Tier | None = None
    part: PartName | None = None
    version: Text | None = None
    weight: Weight | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needed = {
            "retier": (self.case_id, self.tier),
            "add": (self.part, self.version, self.weight),
            "drop": (self.part,),
        }.get(self.action, (self.case_id,))
        if None in needed:
            raise ValueError(f"action: {self.action} lacks what it acts on")
        return self
