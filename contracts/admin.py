"""What the admin API answers."""

from datetime import datetime

from contracts.attempt import Attempt
from contracts.check import Check
from contracts.config import Cap, Config, ModelId
from contracts.dataset import DeciderTask
from contracts.model import Count, Text, Wire
from contracts.publication import DraftState, Hold, Publication
from contracts.result import CaseResult
from contracts.run import Run, RunKind
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner, Override


class ConfigView(Wire):
    config: Config | None


class PlanRun(Wire):
    """`fresh`: measure everything anew, carry nothing."""

    kind: RunKind
    fresh: bool = False


class StartRun(PlanRun):
    """With `plan`, the digest of a plan, exactly that plan is carried out or none."""

    plan: Text | None = None


class ResumeRun(Wire):
    """Caps that replace those of the run's config."""

    max_cost_per_run_usd: Cap | None = None
    max_cost_per_candidate_usd: Cap | None = None


class RegradeRun(Wire):
    """Without `apply` nothing is changed."""

    apply: bool = False


class RegradeChange(Wire):
    """`before` and `after` are failure causes, or `passed`."""

    candidate: Text
    case_id: Text
    repetition: Count
    before: Text
    after: Text


class Regrade(Wire):
    """`cases` counts those whose check is another one; `new_run_id` is set when it was applied."""

    run_id: Text
    cases: Count
    changes: tuple[RegradeChange, ...]
    new_run_id: Text | None = None


class CaseView(Wire):
    """Everything about one (candidate, case, repetition): the task as the model saw it, every
    attempt with its messages, cost and times, and the verdict. `expected` is the check."""

    task: DeciderTask
    expected: Check
    attempts: tuple[Attempt, ...]
    result: CaseResult | None


class RunStarted(Wire):
    """`skipped_models` have nothing left to be measured: all their evidence is carried."""

    run_id: Text
    enqueued_models: tuple[str, ...]
    skipped_models: tuple[str, ...] = ()


class RunList(Wire):
    runs: tuple[Run, ...]


class ResultList(Wire):
    results: tuple[CaseResult, ...]


class TableView(Wire):
    """What is live, how it became that, and the hold, if one stands."""

    table: RoutingTable | None
    published_at: datetime | None
    published: Publication | None = None
    hold: Hold | None = None


class Act(Wire):
    """What is done to the live table is done for a reason."""

    why: Text


class PublishDraft(Act):
    """`force` overrules the gate's objections."""

    force: bool = False


class DraftLine(Wire):
    """`winners` counts the tiers and routes that would get another model, or got one."""

    version: Text
    state: DraftState
    generated_at: datetime
    simulated: bool
    winners: Count
    refusals: tuple[Text, ...]


class DraftList(Wire):
    drafts: tuple[DraftLine, ...]


class History(Wire):
    publications: tuple[Publication, ...]


class HoldView(Wire):
    hold: Hold | None


class WinnerView(Wire):
    """With `override` an admin's choice classifies, whoever has won."""

    winner: ClassifierWinner | None
    override: Override | None = None


class ChooseClassifier(Act):
    """None goes back to the winner."""

    model: ModelId | None
