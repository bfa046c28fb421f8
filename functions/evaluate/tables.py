"""Builds the table of each fold from the other folds, by the production builder."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from contracts.look import Look
from contracts.result import CaseResult
from contracts.run import Run
from contracts.table import RoutingTable
from functions.publish.build import Builder, EmptyTier
from functions.publish.paired import Paired
from functions.publish.summaries import summaries_of
from functions.publish.terms import Terms

# Returns the table that is built without these cases, or the tier that has no candidate then.
Build = Callable[[Collection[str]], RoutingTable | EmptyTier]


@dataclass(frozen=True)
class Tables:
    """The tables of a run. There is no incumbent: the live table was chosen by the held out cases,
    too.
    """

    run: Run
    results: Sequence[CaseResult]
    further: Sequence[Look] = ()

    def without(self, held_out: Collection[str]) -> RoutingTable | EmptyTier:
        """Return the table of all results but those on the cases `held_out`."""
        rows = [result for result in self.results if result.case_id not in held_out]
        summaries = tuple(summaries_of(self.run, rows, self.further))
        builder = Builder(summaries, Terms.of(self.run), Paired.of(rows))
        return builder.empty or builder.build(self.run.run_id, self.run.started_at)
