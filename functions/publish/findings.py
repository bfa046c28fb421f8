"""What a run found out, and the draft of a table that comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from contracts.look import Look
from contracts.ports import RunPort
from contracts.publication import Draft, Provenance
from contracts.result import CaseResult
from contracts.run import Run
from contracts.summary import Summary
from contracts.table import RoutingTable
from functions.publish.build import EmptyTier, Terms, build
from functions.publish.gate import Counts, Facts, gate
from functions.publish.paired import Paired
from functions.publish.summaries import summaries_of


@dataclass(frozen=True)
class Findings:
    """`swept`: the sweep ended the run with what it had."""

    run: Run
    results: Sequence[CaseResult]
    further: Sequence[Look]
    swept: bool

    @classmethod
    def of(cls, run: Run, runs: RunPort) -> "Findings":
        results, further = runs.results(run.run_id), runs.looks(run.run_id)
        return cls(run, results, further, runs.given_up(run))

    @cached_property
    def summaries(self) -> list[Summary]:
        return list(summaries_of(self.run, self.results, self.further))

    @cached_property
    def paired(self) -> Paired:
        return Paired.of(self.results)

    def draft(self, at: datetime, live: RoutingTable | None, counts: Counts) -> Draft | EmptyTier:
        """Of the table as it would be after `live`."""
        run = self.run
        table = build(run.run_id, at, self.summaries, Terms.of(run), self.paired, live)
        if isinstance(table, EmptyTier):
            return table
        return Draft(
            table=table,
            gate=gate(table, Facts(run, self.summaries, self.swept), live, counts),
            provenance=self._provenance(),
            started_at=run.started_at,
        )

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
