"""The copies that readers use follow the truth, whatever became of them."""

import pytest

from adapters.aws.blobs import Blobs
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from adapters.hot_path.cache import Cache
from adapters.live_copies import LiveCopies
from contracts import objects
from contracts.publication import Publication
from tests.samples import NOON, draft, run


@pytest.fixture
def copies(items: Items, blobs: Blobs, valkey_url: str) -> LiveCopies:
    live = PublicationStore(items)
    done = Publication(action="publish", version="v", replaced=None, at=NOON, by="me", why="x")
    live.publish(draft(run()), None, done)
    return LiveCopies(live, blobs, Cache(valkey_url))


def truth(copies: LiveCopies) -> str:
    found = copies.live.table()
    assert found is not None
    return found.wire_json()


def test_a_refresh_brings_both_copies_up_to_date(copies: LiveCopies) -> None:
    assert copies.cache is not None
    copies.cache.put(objects.LIVE_TABLE, "old")
    copies.refresh()
    assert copies.blobs.get(objects.LIVE_TABLE) == truth(copies)
    assert copies.cache.get(objects.LIVE_TABLE) == truth(copies)


@pytest.mark.parametrize("broken", [None, "rubbish", '{"version": "old"}'])
def test_a_copy_that_is_missing_corrupt_or_old_is_mended(
    copies: LiveCopies, broken: str | None
) -> None:
    if broken:
        copies.blobs.put(objects.LIVE_TABLE, broken)
    assert copies.repair() == [objects.LIVE_TABLE]
    assert copies.blobs.get(objects.LIVE_TABLE) == truth(copies)
    assert copies.repair() == []
