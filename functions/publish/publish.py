"""The end of a run: evidence summed up, and what it proves made live."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.ports import EndingPort, RunPort
from contracts.result import CaseResult
from contracts.run import Run, RunKind, RunStatus
from contracts.summary import ALL_TIERS, Summary
from contracts.table import RoutingTable
from contracts.tier import TIERS
from contracts.winner import ClassifierWinner
from functions.publish.build import EmptyTier, Terms, build
from functions.publish.summarize import summarize
from functions.publish.winner import winner


@dataclass(frozen=True)
class NoWinner:
    """No classifier candidate could be measured."""


@dataclass(frozen=True)
class Publisher:
    runs: RunPort
    ending: EndingPort

    def publish(self, run_id: str, at: datetime) -> str:
        """What came of it: published, superseded, failed, stopped, already ended, or unfinished
        when the message came early. Safe to repeat: the copies that readers use are brought up to
        date each time. Raises UnknownRun."""
        run = self.runs.require(run_id)
        came = self._end(run, at) if run.status is RunStatus.RUNNING else "already ended"
        self.ending.refresh_copies()
        return came

    def _end(self, run: Run, at: datetime) -> str:
        lanes = self.runs.lanes(run.run_id)
        if len(lanes) < run.lanes or not all(lane.through for lane in lanes):
            return "unfinished"
        stopped = sorted({lane.candidate for lane in lanes if lane.done < lane.expected})
        summaries = list(summaries_of(run, self.runs.results(run.run_id)))
        self.runs.put_summaries(run.run_id, summaries)
        if stopped:
            self.ending.stop(run, at, _at_budget(run, stopped))
            return "stopped"
        product = product_of(run, summaries, at)
        if isinstance(product, EmptyTier | NoWinner):
            self.ending.fail(run, at, _error(product, summaries))
            return "failed"
        return self.ending.complete(run, at, product)


def summaries_of(run: Run, results: Iterable[CaseResult]) -> Iterator[Summary]:
    """One for each candidate and tier; classifier candidates have one over all tiers."""
    rows: dict[tuple[str, str], list[CaseResult]] = defaultdict(list)
    for result in results:
        rows[result.candidate, result.tier or ALL_TIERS].append(result)
    tiers = TIERS if run.kind is RunKind.DECIDER else (ALL_TIERS,)
    for model in run.entrants:
        for tier in tiers:
            yield summarize(model, tier, rows[model, tier], run.config.confidence)


def product_of(
    run: Run, summaries: Iterable[Summary], at: datetime
) -> RoutingTable | ClassifierWinner | EmptyTier | NoWinner:
    if run.kind is RunKind.DECIDER:
        return build(run.run_id, at, summaries, _terms(run))
    return _winner(run, list(summaries), at)


def _terms(run: Run) -> Terms:
    config = run.config
    return Terms(
        min_accuracy=config.min_accuracy,
        switch_cost_factor=config.switch_cost_factor,
        rule=config.rule,
        confidence=config.confidence,
        efforts={m.id: m.reasoning_effort for m in config.decider_models},
        simulated=run.simulated,
        max_hole_share=run.config.max_hole_share,
    )


def _at_budget(run: Run, stopped: list[str]) -> str:
    cap = run.config.max_cost_per_candidate_usd
    return (
        f"maxCostPerCandidateUsd: {cap} USD are reached by {', '.join(stopped)}; resume with a "
        "higher cap"
    )


def _winner(run: Run, summaries: list[Summary], at: datetime) -> ClassifierWinner | NoWinner:
    config = run.config
    complete = [s for s in summaries if s.hole_share <= config.max_hole_share]
    best = winner(complete, config.classifier_bar, config.classifier_max_p95_latency_ms)
    if best is None or best.accuracy is None:
        return NoWinner()
    return ClassifierWinner(
        model=best.model,
        run_id=run.run_id,
        accuracy=best.accuracy,
        p95_latency_ms=best.p95_latency_ms,
        generated_at=at,
        simulated=run.simulated,
    )


def _error(nothing: EmptyTier | NoWinner, summaries: list[Summary]) -> str:
    causes = ", ".join(sorted({f"{s.model}: {s.cause}" for s in summaries if s.cause}))
    broken = f" (broken: {causes})" if causes else ""
    if isinstance(nothing, NoWinner):
        return f"no classifier candidate could be measured{broken}; the winner stays as it was"
    return (
        f"tier {nothing.tier}: no candidate has a known price and few enough holes{broken}; the "
        "table stays as it was; `autoroute run resume` fills the holes"
    )
