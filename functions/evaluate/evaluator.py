"""Evaluates a table in steps: classifies a part of the cases, and in the end reports."""

from dataclasses import dataclass
from datetime import datetime

from contracts.chunk import Evaluate
from contracts.dataset import DeciderCase
from contracts.errors import Unworkable
from contracts.evaluation import Evaluation
from contracts.evidence import Conditions
from contracts.ports import DocumentPort, Listing, ModelLister, RunPort, SendPort
from contracts.publishing import EvaluationPort, LiveClassifierPort
from contracts.routable import listed_id
from contracts.run import Run, RunKind
from contracts.winner import LiveClassifier
from functions.benchmark.cases import snapshot
from functions.classifier.classify import fingerprint
from functions.evaluate.classifying import Asked, Classifying
from functions.evaluate.report import About, evaluate
from functions.evaluate.subjects import Derived, subjects_of
from functions.evaluate.tables import Tables

# chosen: a step ends within the function's 14 minutes even when each call takes 30 s, and is tried
# again four times, a minute apart, before cases stay unclassified.
STEP = 48
ROUNDS = 4
PAUSE_SECONDS = 60


@dataclass(frozen=True)
class Evaluator:
    runs: RunPort
    documents: DocumentPort
    live: LiveClassifierPort
    models: ModelLister
    classifying: Classifying
    evaluations: EvaluationPort
    queue: SendPort

    def step(self, wanted: Evaluate, at: datetime) -> str:
        """Classify up to 48 cases of the version, and send the message again while cases are left;
        else keep the evaluation. Return the outcome: going on, evaluated, or no classifier. Safe to
        repeat: what is classified is not paid again. Raises UnknownRun, Unworkable for a run
        without a table, SnapshotMissing, ProviderFailure.
        """
        run = self.runs.require(wanted.version)
        if run.kind is not RunKind.DECIDER:
            raise Unworkable(f"version: {run.run_id} is a classifier run and has no table")
        cases = list(snapshot.deciders(run.run_id, self.documents).values())
        live, listing = self.live.classifier(), self.models()
        if live is None or live.model is None:
            self.evaluations.keep(_without_classifier(run, len(cases), at))
            return "no classifier"
        asked = asked_of(live, listing)
        known = self.classifying.known(asked, cases)
        todo = [case for case in cases if case.case_id not in known]
        if todo and wanted.tries < ROUNDS:
            self._classify(wanted, asked, todo)
            return "going on"
        self.evaluations.keep(self._report(run, live, listing, known, at))
        return "evaluated"

    def _classify(self, wanted: Evaluate, asked: Asked, todo: list[DeciderCase]) -> None:
        left = self.classifying.classify(asked, todo[:STEP])
        again = wanted.model_copy(update={"tries": wanted.tries + bool(left)})
        self.queue.send(again, delay=PAUSE_SECONDS if left else 0)

    def _report(
        self,
        run: Run,
        live: LiveClassifier,
        listing: Listing,
        known: dict[str, Derived],
        at: datetime,
    ) -> Evaluation:
        results, model = self.runs.results(run.run_id), live.model or ""
        about = About(
            version=run.run_id,
            at=at,
            classifier=model,
            simulated=run.simulated or listing.simulated.get(listed_id(model), False),
            confidence=run.config.confidence,
        )
        tables = Tables(run, results, self.runs.looks(run.run_id))
        return evaluate(about, subjects_of(results, known), tables.without)


def asked_of(live: LiveClassifier, listing: Listing) -> Asked:
    """Return the classifier in use, under the conditions of today's provider and prices."""
    model = live.model or ""
    conditions = Conditions(
        provider=listing.provider,
        price=listing.prices.get(listed_id(model)),
        prompt=fingerprint(model, live.tuning),
    )
    return Asked(model, live.tuning, live.linear_from, conditions)


def _without_classifier(run: Run, cases: int, at: datetime) -> Evaluation:
    return Evaluation(
        version=run.run_id,
        at=at,
        classifier="none",
        simulated=run.simulated,
        confidence=run.config.confidence,
        folds=0,
        cases=cases,
        unclassified=cases,
        why_not="no classifier is in use; measure some with `autoroute run start classifier`",
    )
