"""Publishes drafts, automatically or by an admin, rolls back, holds and releases."""

from dataclasses import dataclass
from datetime import datetime

from contracts.errors import Conflict, Refused, UnknownDraft
from contracts.ports import RunPort
from contracts.publication import Action, Draft, DraftState, Hold, Publication
from contracts.publishing import DecisionPort, PublicationPort, PublishedTable
from contracts.run import Run
from contracts.table import RoutingTable
from functions.publish.findings import Findings

AUTO = "auto-routing"
_TRIES = 5  # chosen: publications are rare


@dataclass(frozen=True)
class _Drawn:
    """A draft, with the live table that it was compared with."""

    draft: Draft
    live: PublishedTable | None
    swept: bool

    @property
    def barred(self) -> str | None:
        """Why it cannot be published even by force, or None."""
        if self.swept:
            return self.draft.gate.refusals[0]
        if self.live and self.live.started_at > self.draft.started_at:
            return f"{self.live.table.version}, which started later, is live"
        return None

    def become(self, state: DraftState) -> Draft:
        return self.draft.model_copy(update={"state": state})


@dataclass(frozen=True)
class Releaser:
    """The changes of the live table."""

    runs: RunPort
    store: PublicationPort
    decisions: DecisionPort

    def publish_pending(self, findings: Findings, at: datetime) -> DraftState | None:
        """Compute the table of a run that has ended, and publish or file it. Return the draft's
        state, or None when no table is pending. Safe to repeat. Raises Conflict when other
        publications come first again and again.
        """
        run = findings.run
        for _ in range(_TRIES):
            if not self.store.pending(run.run_id):
                return None
            drawn = self._drawn(findings, run.completed_at or at, at)
            draft = drawn.become(self._state(drawn, run))
            if draft.state is not DraftState.LIVE:
                self.store.file(draft)
                return draft.state
            if self._publish(draft, drawn.live, at, AUTO, "the gate had no objection"):
                return draft.state
        raise Conflict(f"version: other publications came before {run.run_id}; try again")

    def publish(self, version: str, at: datetime, by: str, why: str, *, force: bool) -> Draft:
        """Publish a draft for an admin and return it. `force` overrules the gate, but not for a
        superseded or swept run. Raises UnknownDraft, Refused with the reasons, Conflict while a
        hold stands.
        """
        stored = self._require(version)
        self._require_free()
        if stored.state is DraftState.LIVE:
            raise Refused(f"version: {version} is live already")
        findings = Findings(self.runs.require(version), self.runs)
        drawn = self._drawn(findings, stored.table.generated_at, at)
        if drawn.barred:
            raise Refused(f"version: {version} cannot be published: {drawn.barred}")
        if drawn.draft.gate.refusals and not force:
            listed = "; ".join(drawn.draft.gate.refusals)
            raise Refused(
                f"version: {version} is refused: {listed}. `--force` publishes it in spite of that"
            )
        draft = drawn.become(DraftState.LIVE)
        if not self._publish(draft, drawn.live, at, by, why):
            raise Conflict(
                f"version: another publication came before {version}; see `autoroute table`"
            )
        return draft

    def rollback(self, at: datetime, by: str, why: str) -> Draft:
        """Make the table live that was live before, and return its draft. A hold is set, so that
        nothing is published until it is released. Raises Refused without an earlier table, Conflict
        when another publication comes first.
        """
        last = next((p for p in self.store.history() if p.action in ("publish", "rollback")), None)
        live = self.store.live()
        if last is None or last.replaced is None:
            raise Refused("table: no table was live before the present one")
        draft = self._require(last.replaced).model_copy(update={"state": DraftState.LIVE})
        done = _done("rollback", draft.table.version, live, at, by, why)
        hold = Hold(at=at, by=by, why=f"rolled back: {why}")
        if not self.store.publish(draft, live, done, hold):
            raise Conflict(
                "table: another publication came first; see `autoroute table` and try again"
            )
        return draft

    def hold(self, at: datetime, by: str, why: str) -> Hold:
        """Set and return a hold: nothing is published until `release_hold`. Raises Conflict when a
        hold stands.
        """
        self._require_free()
        hold, live = Hold(at=at, by=by, why=why), self.store.live()
        self.store.set_hold(hold, _done("hold", _version(live), live, at, by, why))
        return hold

    def release_hold(self, at: datetime, by: str, why: str) -> None:
        """End the hold. Drafts that it held wait for an admin to publish them. Raises Refused when
        no hold stands.
        """
        live = self.store.live()
        if self.store.held() is None:
            raise Refused("table: no hold stands")
        self.store.set_hold(None, _done("release", _version(live), live, at, by, why))

    def live(self) -> RoutingTable | None:
        """Return the live table."""
        found = self.store.live()
        return found.table if found else None

    def _drawn(self, findings: Findings, generated_at: datetime, at: datetime) -> _Drawn:
        """Return the draft against the present live table, since the winners depend on it."""
        live = self.store.live()
        counts = self.decisions.last_day(at)
        draft = findings.draft(generated_at, live.table if live else None, counts)
        return _Drawn(draft, live, findings.swept)

    def _state(self, drawn: _Drawn, run: Run) -> DraftState:
        if drawn.barred and not drawn.swept:
            return DraftState.SUPERSEDED
        if drawn.draft.gate.refusals:
            return DraftState.REFUSED
        alone = run.config.auto_publish and not drawn.draft.gate.holds
        held = self.store.held() is not None or not alone
        return DraftState.HELD if held else DraftState.LIVE

    def _publish(
        self, draft: Draft, live: PublishedTable | None, at: datetime, by: str, why: str
    ) -> bool:
        done = _done("publish", draft.table.version, live, at, by, why)
        return self.store.publish(draft, live, done)

    def _require(self, version: str) -> Draft:
        found = self.store.draft(version)
        if found is None:
            raise UnknownDraft(version)
        return found

    def _require_free(self) -> None:
        hold = self.store.held()
        if hold:
            raise Conflict(
                f"table: held since {hold.at:%Y-%m-%d %H:%M} by {hold.by} ({hold.why}); end the "
                'hold first with `autoroute table release --why "..."`'
            )


def _done(
    action: Action,
    version: str | None,
    live: PublishedTable | None,
    at: datetime,
    by: str,
    why: str,
) -> Publication:
    return Publication(
        action=action, version=version, replaced=_version(live), at=at, by=by, why=why
    )


def _version(live: PublishedTable | None) -> str | None:
    return live.table.version if live else None
