"""What the admin API answers."""

from datetime import datetime

from contracts.attempt import Attempt
from contracts.check import Check
from contracts.config import Cap, Config, ModelId
from contracts.control_record import ControlRecord
from contracts.dataset import DeciderTask
from contracts.publication import DraftState, Hold, Publication
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind
from contracts.scalars import Count, Text, Usd
from contracts.summary import Summary
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner, Override


class ConfigView(ControlRecord):
    config: Config | None


class PlanRun(ControlRecord):
    """`fresh`: measure everything anew, carry nothing."""

    kind: RunKind
    fresh: bool = False


class StartRun(PlanRun):
    """With `plan`, the digest of a plan, exactly that plan is carried out or none."""

    plan: Text | None = None


class ResumeRun(ControlRecord):
    """Caps that replace those of the run's config."""

    max_cost_per_run_usd: Cap | None = None
    max_cost_per_candidate_usd: Cap | None = None


class RegradeRun(ControlRecord):
    """Without `apply` nothing is changed."""

    apply: bool = False


class RegradeChange(ControlRecord):
    """`before` and `after` are failure causes, or `passed`."""

    candidate: Text
    case_id: Text
    repetition: Count
    before: Text
    after: Text


class Regrade(ControlRecord):
    """`cases` counts those whose check is another one; `new_run_id` is set when it was applied."""

    run_id: Text
    cases: Count
    changes: tuple[RegradeChange, ...]
    new_run_id: Text | None = None


class CaseView(ControlRecord):
    """Everything about one (candidate, case, repetition): the task as the model saw it, every
    attempt with its messages, cost and times, and the verdict. `expected` is the check.
    """

    task: DeciderTask
    expected: Check
    attempts: tuple[Attempt, ...]
    result: CaseResult | None


class LookSavings(ControlRecord):
    """What looks spared: (case, repetition) pairs that were not measured because they could not
    change the winner, and what they would have cost by the mean of those that were; None is
    unknown.
    """

    measurements: Count
    cost_usd: Usd | None


class RunView(ControlRecord):
    """A run as the admin API shows it. `saved` is None for a run without looks, or not ended."""

    run: Run
    lanes: tuple[Lane, ...]
    summaries: tuple[Summary, ...]
    saved: LookSavings | None = None


class RunStarted(ControlRecord):
    """`skipped_models` have nothing left to be measured: all their evidence is carried."""

    run_id: Text
    enqueued_models: tuple[str, ...]
    skipped_models: tuple[str, ...] = ()


class RunList(ControlRecord):
    runs: tuple[Run, ...]


class ResultList(ControlRecord):
    results: tuple[CaseResult, ...]


class TableView(ControlRecord):
    """What is live, how it became that, and the hold, if one stands."""

    table: RoutingTable | None
    published_at: datetime | None
    published: Publication | None = None
    hold: Hold | None = None


class Act(ControlRecord):
    """What is done to the live table is done for a reason."""

    why: Text


class PublishDraft(Act):
    """`force` overrules the gate's objections."""

    force: bool = False


class DraftLine(ControlRecord):
    """`winners` counts the tiers and routes that would get another model, or got one."""

    version: Text
    state: DraftState
    generated_at: datetime
    simulated: bool
    winners: Count
    refusals: tuple[Text, ...]


class DraftList(ControlRecord):
    drafts: tuple[DraftLine, ...]


class History(ControlRecord):
    publications: tuple[Publication, ...]


class HoldView(ControlRecord):
    hold: Hold | None


class WinnerView(ControlRecord):
    """With `override` an admin's choice classifies, whoever has won."""

    winner: ClassifierWinner | None
    override: Override | None = None


class ChooseClassifier(Act):
    """None goes back to the winner."""

    model: ModelId | None
