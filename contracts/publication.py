"""Drafts of the routing table, the gate before publishing, and the history."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from contracts.config import ServerMode
from contracts.control_record import ControlRecord, Route
from contracts.dataset import CaseId
from contracts.price import Price
from contracts.scalars import Count, Share, Text
from contracts.table import RoutingTable, Why
from contracts.tier import Tier


class DraftState(StrEnum):
    """The state of a draft. Refused: the gate refuses it. Held: the gate allows it, and an admin
    has to publish it. Superseded: a run that started later is live. Live, retired: it is, or was,
    the live table.
    """

    REFUSED = "refused"
    HELD = "held"
    SUPERSEDED = "superseded"
    LIVE = "live"
    RETIRED = "retired"


class Change(ControlRecord):
    """What a draft changes in a tier, or with `route` on a route of it. `before` and `after` name
    models in order, the first one serves; `before` is empty where no table was live.
    """

    tier: Tier
    route: Route | None = None
    before: tuple[Text, ...]
    after: tuple[Text, ...]
    why: Why
    detail: Text

    @property
    def new_winner(self) -> bool:
        return self.before[:1] != self.after[:1]


class Gate(ControlRecord):
    """The comparison of a draft with the live table `against`. A draft with `holds` waits until
    an admin publishes it, without force. `changes` lists only differences. Of
    the `decisions` of the last 24 hours the share `moved` would get another model, sessions apart;
    `cost_change` is their cost by the mean cost of a case, relative to now, less 1. Both are None
    when unknown.
    """

    against: Text | None
    refusals: tuple[Text, ...]
    holds: tuple[Text, ...] = ()
    changes: tuple[Change, ...]
    decisions: Count
    moved: Share | None
    cost_change: float | None

    @property
    def objections(self) -> tuple[str, ...]:
        """What keeps the draft from being published by itself."""
        return (*self.refusals, *self.holds)


class Provenance(ControlRecord):
    """What a table's numbers depend on. `cases` are digests by id; `cli_version` and `image` are
    the worker's.
    """

    run_id: Text
    dataset: Text
    cases: dict[CaseId, Text]
    cli_version: str | None
    server: ServerMode | None = None
    image: str | None
    provider: str | None
    prices: dict[str, Price]


class Draft(ControlRecord):
    """A table that a run made, with its state. Every draft is kept."""

    table: RoutingTable
    gate: Gate
    provenance: Provenance
    started_at: datetime
    state: DraftState


class Hold(ControlRecord):
    """A stop of all publishing, until it is released."""

    at: datetime
    by: Text
    why: Text


Action = Literal["publish", "rollback", "hold", "release"]


class Publication(ControlRecord):
    """An entry of the history: an action on the live table, with person and reason. `version`
    was live after it, `replaced` before it.
    """

    action: Action
    version: Text | None
    replaced: Text | None
    at: datetime
    by: Text
    why: Text
