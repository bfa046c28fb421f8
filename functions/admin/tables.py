"""The routes of routing tables: the live one, drafts, publishing, holds and history."""

from itertools import islice

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import LambdaFunctionUrlRouter

from contracts.admin import Act, DraftLine, DraftList, History, HoldView, PublishDraft, TableView
from contracts.chunk import Evaluate, Refresh
from contracts.errors import UnknownDraft
from contracts.publication import Draft
from functions.admin import wiring
from functions.admin.answers import answer, body, caller, now

router = LambdaFunctionUrlRouter()  # type: ignore[no-untyped-call]
_NEWEST = 50  # chosen


@router.get("/admin/routing-table")
def live_table() -> Response[str]:
    acts = wiring.live.history()
    published = next((p for p in acts if p.action in ("publish", "rollback")), None)
    return answer(
        TableView(
            table=wiring.live.table(),
            published_at=published.at if published else None,
            published=published,
            hold=wiring.live.held(),
        )
    )


@router.get("/admin/tables")
def list_drafts() -> Response[str]:
    found = islice(wiring.live.drafts(), _NEWEST)
    return answer(DraftList(drafts=tuple(map(_line, found))))


@router.get("/admin/tables/<version>")
def show_draft(version: str) -> Response[str]:
    found = wiring.live.draft(version)
    if found is None:
        raise UnknownDraft(version)
    return answer(found)


@router.post("/admin/tables/<version>/publish")
def publish_draft(version: str) -> Response[str]:
    wanted, by = PublishDraft.from_wire(body(router)), caller(router)
    published = wiring.releaser.publish(version, now(), by, wanted.why, force=wanted.force)
    if wiring.runs.require(version).config.evaluate:
        wiring.evaluating.send(Evaluate(version=version))
    return _copied(published)


@router.post("/admin/routing-table/rollback")
def roll_back() -> Response[str]:
    wanted = Act.from_wire(body(router))
    return _copied(wiring.releaser.rollback(now(), caller(router), wanted.why))


@router.post("/admin/routing-table/hold")
def hold() -> Response[str]:
    wanted = Act.from_wire(body(router))
    return answer(HoldView(hold=wiring.releaser.hold(now(), caller(router), wanted.why)))


@router.post("/admin/routing-table/release")
def release() -> Response[str]:
    wanted = Act.from_wire(body(router))
    wiring.releaser.release_hold(now(), caller(router), wanted.why)
    return answer(HoldView(hold=None))


@router.get("/admin/publications")
def history() -> Response[str]:
    done = tuple(islice(wiring.live.history(), _NEWEST))
    versions = {each.version for each in done}
    known = islice(wiring.evaluations.newest(), _NEWEST)
    short = {each.version: each.headline for each in known if each.version in versions}
    return answer(History(publications=done, evaluations=short))


def _copied(draft: Draft) -> Response[str]:
    """Answer with `draft`, after telling the publish stage to renew the copies for readers."""
    wiring.publishes.send(Refresh())
    return answer(draft)


def _line(draft: Draft) -> DraftLine:
    return DraftLine(
        version=draft.table.version,
        state=draft.state,
        generated_at=draft.table.generated_at,
        simulated=draft.table.simulated,
        winners=sum(change.new_winner for change in draft.gate.changes),
        objections=draft.gate.objections,
    )
