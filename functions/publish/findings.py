"""Reads and summarizes the results of a run once, and drafts its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from contracts.look import Look
from contracts.ports import RunPort
from contracts.publication import Draft, DraftState, Provenance
from contracts.result import CaseResult
from contracts.run import Run
from contracts.summary import Summary
from contracts.table import RoutingTable
from functions.publish.build import Builder, EmptyTier
from functions.publish.gate import Counts, Facts, gate
from functions.publish.paired import Paired
from functions.publish.summaries import summaries_of
from functions.publish.terms import Terms


@dataclass(frozen=True)
class Findings:
    """What a run found. Each part is read or computed at first use, and kept."""

    run: Run
    runs: RunPort

    @cached_property
    def results(self) -> Sequence[CaseResult]:
        return self.runs.results(self.run.run_id)

    @cached_property
    def further(self) -> Sequence[Look]:
        return self.runs.looks(self.run.run_id)

    @cached_property
    def swept(self) -> bool:
        """True when the sweep ended the run with the results so far."""
        return self.runs.given_up(self.run)

    @cached_property
    def summaries(self) -> list[Summary]:
        return list(summaries_of(self.run, self.results, self.further))

    @cached_property
    def paired(self) -> Paired:
        return Paired.of(self.results)

    @property
    def empty_tier(self) -> EmptyTier | None:
        """The first tier without a usable candidate, or None."""
        return self._builder(None).empty

    def draft(self, at: datetime, live: RoutingTable | None, counts: Counts) -> Draft:
        """Return the draft as it would follow `live`: refused by the gate, or held. Raises Conflict
        when a tier is empty.
        """
        table = self._builder(live).build(self.run.run_id, at)
        held_against = gate(table, Facts(self.run, self.summaries, self.swept), live, counts)
        return Draft(
            table=table,
            gate=held_against,
            provenance=self._provenance(),
            started_at=self.run.started_at,
            state=DraftState.REFUSED if held_against.refusals else DraftState.HELD,
        )

    def _builder(self, live: RoutingTable | None) -> Builder:
        return Builder(tuple(self.summaries), Terms.of(self.run), self.paired, live)

    def _provenance(self) -> Provenance:
        run = self.run
        return Provenance(
            run_id=run.run_id,
            dataset=run.dataset,
            cases={r.case_id: r.case_digest for r in self.results if r.graded},
            cli_version=run.cli_version,
            server=run.config.server,
            image=run.image,
            provider=run.provider,
            prices=run.prices,
        )
