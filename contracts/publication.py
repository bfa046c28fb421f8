"""From a draft of a routing table to what is live, and who did it."""

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
    """Refused: the gate said no. Held: the gate said yes, and an admin has to publish it.
    Superseded: a run that started later is live. Live and retired: it is or was the live one.
    """

    REFUSED = "refused"
    HELD = "held"
    SUPERSEDED = "superseded"
    LIVE = "live"
    RETIRED = "retired"


class Change(ControlRecord):
    """What a draft does to a tier, or with `route` to a route in it. Orders name models, the first
    one serves; `before` is empty where nothing was live.
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
    """A draft held against the live table `against`. `changes` lists only what differs. Of the
    `decisions` counted in the last 24 hours the share `moved` would get another model, before
    sessions keep theirs; `cost_change` is what they would cost in relation to now, by the mean
    cost of a case, less 1. Both are None when nothing is known.
    """

    against: Text | None
    refusals: tuple[Text, ...]
    changes: tuple[Change, ...]
    decisions: Count
    moved: Share | None
    cost_change: float | None


class Provenance(ControlRecord):
    """What a table's numbers depend on. `cases` are digests by id; `cli_version` and `image` are
    those of the worker.
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
    """A table that a run made, `state` and all. Every one is kept."""

    table: RoutingTable
    gate: Gate
    provenance: Provenance
    started_at: datetime
    state: DraftState


class Hold(ControlRecord):
    """While it stands nothing is published."""

    at: datetime
    by: Text
    why: Text


Action = Literal["publish", "rollback", "hold", "release"]


class Publication(ControlRecord):
    """An entry of the history: what was done to the live table, by whom and why. `version` was
    live afterwards, `replaced` before.
    """

    action: Action
    version: Text | None
    replaced: Text | None
    at: datetime
    by: Text
    why: Text
