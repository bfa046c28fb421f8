"""The routes of the bank: its cases, parts and acts."""

from collections import Counter

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import LambdaFunctionUrlRouter

from contracts.admin import (
    Act,
    ActOnCase,
    AddPart,
    CaseStanding,
    DatasetView,
    DropPart,
    PartView,
    RetierCase,
    SendPiece,
)
from contracts.bank import SHIPPED
from functions.admin import wiring
from functions.admin.answers import answer, body, caller, now
from functions.benchmark.cases.bank import Bank
from functions.benchmark.cases.curate import Said

router = LambdaFunctionUrlRouter()  # type: ignore[no-untyped-call]


@router.get("/admin/dataset")
def show_dataset() -> Response[str]:
    return answer(_view(wiring.bank.now()))


@router.post("/admin/dataset/retire")
def retire_case() -> Response[str]:
    wanted = ActOnCase.from_wire(body(router))
    return answer(_view(wiring.curator.retire(wanted.case_id, _said(wanted))))


@router.post("/admin/dataset/retier")
def retier_case() -> Response[str]:
    wanted = RetierCase.from_wire(body(router))
    return answer(_view(wiring.curator.retier(wanted.case_id, wanted.tier, _said(wanted))))


@router.post("/admin/dataset/restore")
def restore_case() -> Response[str]:
    wanted = ActOnCase.from_wire(body(router))
    return answer(_view(wiring.curator.restore(wanted.case_id, _said(wanted))))


@router.post("/admin/dataset/pieces")
def send_piece() -> Response[str]:
    """Keep a piece of a part for a day; it counts when the part is added."""
    wanted = SendPiece.from_wire(body(router))
    wiring.curator.take(wanted.digest, wanted.text)
    return Response(201, "application/json", "{}")


@router.post("/admin/dataset/parts")
def add_part() -> Response[str]:
    wanted = AddPart.from_wire(body(router))
    added = wiring.curator.add(wanted.name, wanted.pieces, wanted.weight, _said(wanted))
    return answer(_view(added))


@router.post("/admin/dataset/drop")
def drop_part() -> Response[str]:
    wanted = DropPart.from_wire(body(router))
    return answer(_view(wiring.curator.drop(wanted.name, _said(wanted))))


def _said(wanted: Act) -> Said:
    return Said(caller(router), now(), wanted.why)


def _view(bank: Bank) -> DatasetView:
    touched = sorted({*bank.standing.retired, *bank.standing.moved})
    return DatasetView(
        parts=tuple(_part(bank, name) for name in (SHIPPED, *sorted(bank.standing.parts))),
        cases=tuple(_case(bank, case_id) for case_id in touched),
        faults=bank.faults,
        acts=bank.acts,
    )


def _part(bank: Bank, name: str) -> PartView:
    mine = [c for c, case in bank.every.items() if (case.part or SHIPPED) == name]
    return PartView(
        name=name,
        weight=bank.weights[name],
        tiers=Counter(case.tier for case in bank.cases if (case.part or SHIPPED) == name),
        retired=sum(case_id in bank.standing.retired for case_id in mine),
        added=bank.standing.parts.get(name),
    )


def _case(bank: Bank, case_id: str) -> CaseStanding:
    case = bank.every.get(case_id)
    retired, moved = bank.standing.retired.get(case_id), bank.standing.moved.get(case_id)
    digests = {act.case_digest for act in (retired, moved) if act}
    return CaseStanding(
        case_id=case_id,
        part=case.part or SHIPPED if case else None,
        tier=bank.standing.tier_of(case) if case else None,
        retired=retired,
        moved=moved,
        changed=bool(case and digests != {case.digest}),
    )
