"""Requests and answers of the admin API."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from contracts.attempt import Attempt
from contracts.bank import SHIPPED_WEIGHT, BankAct, Weight
from contracts.candidates import ModelId
from contracts.check import Check
from contracts.config import Cap, Config
from contracts.control_record import ControlRecord
from contracts.dataset import CaseId, DeciderTask, PartName
from contracts.evaluation import Evaluation, Headline
from contracts.publication import DraftState, Hold, Publication
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, Shortage
from contracts.scalars import Count, Text, Usd
from contracts.summary import Summary
from contracts.table import RoutingTable
from contracts.tier import Tier
from contracts.tuning import DEFAULT, Tuning
from contracts.winner import ClassifierWinner, Override


class ConfigView(ControlRecord):
    config: Config | None


class PlanRun(ControlRecord):
    """A request for a plan. With `fresh` everything is measured and nothing carried."""

    kind: RunKind
    fresh: bool = False


class StartRun(PlanRun):
    """A request for a run. With `plan`, a plan's digest, only exactly that plan is carried out."""

    plan: Text | None = None


class ResumeRun(ControlRecord):
    """Caps in USD that replace those of the run's config."""

    max_cost_per_run_usd: Cap | None = None
    max_cost_per_candidate_usd: Cap | None = None


class RegradeRun(ControlRecord):
    """A request for a regrade. Without `apply` it only shows what would change."""

    apply: bool = False


class RegradeChange(ControlRecord):
    """A grade that changes. `before` and `after` are failure causes, or `passed`."""

    candidate: Text
    case_id: Text
    repetition: Count
    before: Text
    after: Text


class Regrade(ControlRecord):
    """What a regrade changes. `cases` counts the cases with a new check; `new_run_id` is set when
    it was applied.
    """

    run_id: Text
    cases: Count
    changes: tuple[RegradeChange, ...]
    new_run_id: Text | None = None


class CaseView(ControlRecord):
    """One case of one candidate in one repetition: the task as the model saw it, each attempt with
    its messages, cost and times, and the result. `expected` is the check.
    """

    task: DeciderTask
    expected: Check
    attempts: tuple[Attempt, ...]
    result: CaseResult | None


class LookSavings(ControlRecord):
    """What early stopping saved: the (case, repetition) pairs that were not measured because they
    could not change the winner, and their cost in USD by the mean of the measured ones; None is
    unknown.
    """

    measurements: Count
    cost_usd: Usd | None


class RunView(ControlRecord):
    """A run as the admin API shows it. `saved` is None for a run without looks or before its end.
    `shortage` says which worker tasks AWS did not start, `outdated` why a running run cannot go on
    with the deployed worker.
    """

    run: Run
    lanes: tuple[Lane, ...]
    summaries: tuple[Summary, ...]
    saved: LookSavings | None = None
    shortage: Shortage | None = None
    outdated: str | None = None


class RunStarted(ControlRecord):
    """A started run. `skipped_models` have nothing left to measure: all their evidence is
    carried.
    """

    run_id: Text
    enqueued_models: tuple[str, ...]
    skipped_models: tuple[str, ...] = ()


class RunList(ControlRecord):
    runs: tuple[Run, ...]


class ResultList(ControlRecord):
    results: tuple[CaseResult, ...]


class TableView(ControlRecord):
    """The live table, the publication that made it live, and the hold, if one stands."""

    table: RoutingTable | None
    published_at: datetime | None
    published: Publication | None = None
    hold: Hold | None = None


class Act(ControlRecord):
    """A request to change the live table, with the reason."""

    why: Text


class ActOnCase(Act):
    """A request to retire or restore a case."""

    case_id: CaseId


class RetierCase(ActOnCase):
    """A request to move a case to another tier."""

    tier: Tier


class SendPiece(ControlRecord):
    """A piece of a private part, with the digest of its text."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    text: Annotated[str, Field(min_length=1, max_length=4_000_000)]


class AddPart(Act):
    """A request to make the pieces, named by their digests in order, the part of this name."""

    name: PartName
    weight: Weight = SHIPPED_WEIGHT
    pieces: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]


class DropPart(Act):
    name: PartName


class CaseStanding(ControlRecord):
    """What was done to a case. `tier` is the one in which it stands, None for a case that is no
    longer in the bank. `changed` is true when its digest is another than when that was done.
    """

    case_id: CaseId
    part: Text | None
    tier: Tier | None
    retired: BankAct | None
    moved: BankAct | None
    changed: bool


class PartView(ControlRecord):
    """A part of the bank. `tiers` counts the cases that runs may take; `added` is None for the
    shipped cases.
    """

    name: Text
    weight: Weight
    tiers: dict[Tier, Count]
    retired: Count
    added: BankAct | None


class DatasetView(ControlRecord):
    """The bank of a deployment. While it has `faults`, no run of deciders starts."""

    parts: tuple[PartView, ...]
    cases: tuple[CaseStanding, ...]
    faults: tuple[Text, ...]
    acts: tuple[BankAct, ...]


class PublishDraft(Act):
    """A request to publish a draft. `force` overrules the refusals of the gate."""

    force: bool = False


class DraftLine(ControlRecord):
    """A draft in a list. `winners` counts the tiers and routes that it gives to another model;
    `objections` are the gate's refusals and holds.
    """

    version: Text
    state: DraftState
    generated_at: datetime
    simulated: bool
    winners: Count
    objections: tuple[Text, ...]


class DraftList(ControlRecord):
    drafts: tuple[DraftLine, ...]


class History(ControlRecord):
    """The acts, and by version the evaluations in short of the tables that they name."""

    publications: tuple[Publication, ...]
    evaluations: dict[str, Headline] = {}  # noqa: RUF012


class EvaluateTable(ControlRecord):
    """A request to evaluate a version; None is the live table."""

    version: Text | None = None


class EvaluationView(ControlRecord):
    """The last evaluation of a version; None before the first has ended."""

    version: Text
    evaluation: Evaluation | None


class HoldView(ControlRecord):
    hold: Hold | None


class WinnerView(ControlRecord):
    """The winner, and the admin's override, which is used instead of it."""

    winner: ClassifierWinner | None
    override: Override | None = None


class ChooseClassifier(Act):
    """A choice of classifier, and how it is called. None goes back to the winner."""

    model: ModelId | None
    tuning: Tuning = DEFAULT
