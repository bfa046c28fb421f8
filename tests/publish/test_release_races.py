"""Another process acts between the read of what is live and the write, or the process dies."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from adapters.dynamodb.publications import PublicationStore
from contracts.publication import DraftState
from contracts.run import Run
from functions.publish.release import Releaser
from tests.publish.released import (
    cheap,
    dear,
    gate,
    live,
    pending,
)
from tests.samples import NOON


def meanwhile(store: PublicationStore, act: Callable[[], None]) -> Any:
    """Return a store that another process uses once, between the read of what is live and the
    write."""

    class Between(PublicationStore):
        done: list[bool] = []  # noqa: RUF012

        def publish(self, *args: Any, **kwargs: Any) -> bool:
            if not self.done:
                self.done.append(True)
                act()
            return super().publish(*args, **kwargs)

    return Between(store.items)


def test_a_draft_is_drawn_anew_when_another_table_became_live_meanwhile(
    releaser: Releaser,
) -> None:
    assert isinstance(releaser.store, PublicationStore)
    first, second = dear(releaser, 0), cheap(releaser, 1)
    racing = replace(releaser, store=meanwhile(releaser.store, lambda: _release(releaser, first)))
    assert pending(racing, second, NOON) is DraftState.LIVE
    assert live(releaser) == second.run_id
    assert gate(releaser, second).against == first.run_id


def _release(releaser: Releaser, of: Run) -> None:
    pending(releaser, of, NOON)


def test_a_hold_that_comes_between_look_and_write_holds(releaser: Releaser) -> None:
    assert isinstance(releaser.store, PublicationStore)
    one = cheap(releaser)
    held = meanwhile(releaser.store, lambda: _hold(releaser))
    assert pending(replace(releaser, store=held), one, NOON) is DraftState.HELD
    assert live(releaser) is None


def _hold(releaser: Releaser) -> None:
    releaser.hold(NOON, "me", "stop")


def test_a_release_that_died_half_way_is_made_good_by_the_next_message(
    releaser: Releaser,
) -> None:
    assert isinstance(releaser.store, PublicationStore)

    def die() -> None:
        raise ConnectionError

    one = cheap(releaser)
    with pytest.raises(ConnectionError):
        pending(replace(releaser, store=meanwhile(releaser.store, die)), one, NOON)
    assert live(releaser) is None
    assert pending(releaser, one, NOON) is DraftState.LIVE
