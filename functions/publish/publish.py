"""Ends a run: with the next look, a draft, a winner, or a failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.chunk import Evaluate, RunMessage
from contracts.look import Look
from contracts.ports import RunPort, SendPort
from contracts.publication import DraftState
from contracts.publishing import RunCompletionPort
from contracts.run import Lane, Run, RunKind, RunStatus
from contracts.summary import Summary
from contracts.winner import ClassifierWinner
from functions.classifier.linear import LINEAR
from functions.publish.build import EmptyTier
from functions.publish.expected_loss import priced, stakes_of
from functions.publish.findings import Findings
from functions.publish.looks import next_look
from functions.publish.release import Releaser
from functions.publish.winner import proven, winner


@dataclass(frozen=True)
class NoWinner:
    """The outcome when no classifier candidate has a usable result."""


@dataclass(frozen=True)
class Publisher:
    """Ends runs. `queue` is the queue of runs to dispatch, `evaluations` that of tables to
    evaluate.
    """

    runs: RunPort
    ending: RunCompletionPort
    queue: SendPort
    releaser: Releaser
    evaluations: SendPort

    def publish(self, run_id: str, at: datetime) -> str:
        """End the run, as far as its lanes are complete, and return the outcome: the state of its
        draft, published (a winner), failed, stopped, ended already, going on (with another look),
        or unfinished. Safe to repeat: each step is skipped or done again, and the copies for
        readers are renewed each time. Raises UnknownRun, Conflict.
        """
        run = self.runs.require(run_id)
        findings = Findings(run, self.runs)
        came = self._end(findings, at) if run.status is RunStatus.RUNNING else "ended already"
        state = self.releaser.publish_pending(findings, at)
        self.ending.refresh_copies()
        self._evaluate(run_id)
        return state or came

    def _evaluate(self, run_id: str) -> None:
        """Have the table that the run made evaluated, or the live one by the classifier that it
        chose; a repeated message pays nothing.
        """
        run = self.runs.require(run_id)
        if run.status is not RunStatus.COMPLETED or not run.config.evaluate:
            return
        live = self.releaser.live()
        version = run_id if run.kind is RunKind.DECIDER else live and live.version
        draft = self.releaser.store.draft(version) if version else None
        if version and draft and draft.state in (DraftState.LIVE, DraftState.HELD):
            self.evaluations.send(Evaluate(version=version))

    def _end(self, findings: Findings, at: datetime) -> str:
        run, lanes = findings.run, self.runs.lanes(findings.run.run_id)
        if self._raise(run, lanes, findings.further):
            return "going on"
        if len(lanes) < run.lanes or not all(lane.through for lane in lanes):
            return "unfinished"
        summaries = self._priced(findings)
        self.runs.put_summaries(run.run_id, summaries)
        stopped = sorted({lane.candidate for lane in lanes if lane.done < lane.expected})
        if stopped:
            self.ending.stop(run, at, _at_budget(run, stopped))
            return "stopped"
        if not findings.swept and self._look_further(findings, lanes):
            return "going on"
        return self._finish(findings, summaries, at)

    def _priced(self, findings: Findings) -> list[Summary]:
        """Return the summaries, those of classifiers with what their errors cost."""
        run = findings.run
        if run.kind is RunKind.DECIDER:
            return findings.summaries
        stakes = stakes_of(run.config, self.releaser.live(), simulated=run.simulated)
        return priced(findings.summaries, stakes) if stakes else findings.summaries

    def _look_further(self, findings: Findings, lanes: Sequence[Lane]) -> bool:
        run = findings.run
        look = next_look(run, findings.summaries, findings.paired, findings.further)
        if look is None:
            return False
        self.runs.add_look(run.run_id, look)
        return self._raise(run, lanes, self.runs.looks(run.run_id))

    def _raise(self, run: Run, lanes: Sequence[Lane], further: Sequence[Look]) -> bool:
        """Extend the lanes that have more to measure than expected; return whether there were any.
        The run is dispatched first, so that a crash in between is noticed.
        """
        wanted = {lane.candidate: run.expected(lane.candidate, further) for lane in lanes}
        short = [e for e in lanes if further and e.expected < wanted[e.candidate]]
        if short:
            self.queue.send(RunMessage(run_id=run.run_id))
        for lane in short:
            self.runs.raise_lane(run.run_id, lane, wanted[lane.candidate])
        return bool(short)

    def _finish(self, findings: Findings, summaries: list[Summary], at: datetime) -> str:
        run = findings.run
        decider = run.kind is RunKind.DECIDER
        product = findings.empty_tier if decider else _winner(run, summaries, at)
        if isinstance(product, EmptyTier | NoWinner):
            self.ending.fail(run, at, _error(product, summaries))
            return "failed"
        return self.ending.complete(run, at, product)


def _at_budget(run: Run, stopped: list[str]) -> str:
    cap = run.config.max_cost_per_candidate_usd
    return (
        f"maxCostPerCandidateUsd: the cap of {cap} USD is reached by {', '.join(stopped)}; resume "
        "with a higher cap"
    )


def _winner(run: Run, summaries: list[Summary], at: datetime) -> ClassifierWinner | NoWinner:
    config = run.config
    complete = [s for s in summaries if s.hole_share <= config.max_hole_share]
    slowest = config.classifier_max_p95_latency_ms
    best = winner(complete, config.least_classifier_accuracy, slowest, config.rule)
    if best is None or best.accuracy is None:
        return NoWinner()
    return ClassifierWinner(
        model=best.model,
        tuning=run.tuning(best.model),
        run_id=run.run_id,
        accuracy=best.accuracy,
        bar=config.classifier_bar,
        lower=best.lower,
        upper=best.upper,
        confidence=best.confidence,
        cases=best.cases,
        proven=proven(best, config.least_classifier_accuracy, config.rule),
        expected_loss_usd=best.expected_loss_usd,
        linear_from=best.accuracy if config.linear_first and best.model != LINEAR else None,
        p95_latency_ms=best.p95_latency_ms,
        generated_at=at,
        simulated=run.simulated,
    )


def _error(nothing: EmptyTier | NoWinner, summaries: list[Summary]) -> str:
    causes = ", ".join(sorted({f"{s.model}: {s.cause}" for s in summaries if s.cause}))
    broken = f" (broken: {causes})" if causes else ""
    if isinstance(nothing, NoWinner):
        return f"no classifier candidate could be measured{broken}; the winner stays"
    lacking = f"the fallback {nothing.model} has no" if nothing.model else "no candidate has a"
    return (
        f"tier {nothing.tier}: {lacking} known cost and few enough holes{broken}; the live table "
        "stays; `autoroute run resume RUN` measures the holes again"
    )
