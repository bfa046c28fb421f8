"""Private parts: whole or not at all, marked, told apart, and never told to others."""

import logging
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.aws.blobs import Blobs
from adapters.dynamodb.bank import BankStore
from contracts.bank import BankAct, Part
from contracts.errors import Refused
from contracts.tier import Tier
from functions.benchmark.cases import parts, select
from functions.benchmark.cases.bank import Bank
from functions.benchmark.cases.parts import part_of, pieces_of
from tests.benchmark.conftest import Bench
from tests.benchmark.curating import ANN, PRIVATE, Desk, named, part, shipped_cases
from tests.samples import config

OLD, NEW = part("one", "two"), part("one", "three")
CASE = "debugging-bug-fixing-low-0"


class Crash(Exception):
    """The process dies."""


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


def private(bank: Bank) -> dict[str, str]:
    return {case.case_id.split("-")[-1]: case.part for case in bank.cases if case.part}


def test_the_cases_of_a_part_are_marked_and_stand_on_its_worlds(desk: Desk) -> None:
    bank = desk.add(OLD)
    assert private(bank) == {"one": "acme", "two": "acme"}
    assert [world.name for world in bank.worlds_of(bank.cases)] == ["acme-ledger"]
    given_digests = {case.case_id: case.digest for case in OLD.cases}
    assert {c.case_id: c.digest for c in bank.cases if c.part} == given_digests


def test_a_new_version_replaces_the_old_one_and_a_drop_takes_it_out(desk: Desk) -> None:
    desk.add(OLD)
    assert private(desk.add(NEW)) == {"one": "acme", "three": "acme"}
    assert private(desk.add(NEW)) == {"one": "acme", "three": "acme"}
    desk.add(NEW, weight=2)
    assert desk.reader.usable().weights == {"shipped": 1, "acme": 2}
    for _ in range(2):
        assert private(desk.curator.drop("acme", ANN)) == {}
    assert [act.action for act in desk.store.acts()] == ["add", "add", "add", "drop"]
    with pytest.raises(Refused, match="name: other is no part; `autoroute dataset parts`"):
        desk.curator.drop("other", ANN)


@pytest.mark.parametrize("deadly", range(3))
def test_a_death_at_any_step_leaves_the_old_version_and_a_repetition_does_the_rest(
    desk: Desk, deadly: int
) -> None:
    """The steps: a piece is stored, the part is stored, the act is stored."""
    desk.add(OLD)
    steps = iter(range(3))

    class Dying(Blobs):
        def put(self, key: str, text: str) -> None:
            if next(steps) == deadly:
                raise Crash
            super().put(key, text)

    class DyingStore(BankStore):
        def append(self, act: BankAct) -> bool:
            if next(steps) == deadly:
                raise Crash
            return super().append(act)

    blobs = desk.bench.blobs
    dying = replace(
        desk.curator,
        documents=Dying(blobs.client, blobs.bucket),
        reader=replace(desk.reader, store=DyingStore(desk.store.items)),
    )
    with pytest.raises(Crash):
        desk.add(NEW, curator=dying)
    assert private(desk.reader.usable()) == {"one": "acme", "two": "acme"}
    assert private(desk.add(NEW)) == {"one": "acme", "three": "acme"}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (part("low-0"), "caseId: debugging-bug-fixing-low-0 of part acme: used by shipped cases"),
        (part("one", name="other"), "caseId: debugging-bug-fixing-one of part other: used by"),
        (
            Part(name="other", cases=(named("x"),), worlds=OLD.worlds),
            "world: acme-ledger of part other: used by shipped cases or another part; rename",
        ),
    ],
)
def test_what_others_use_is_refused(desk: Desk, sent: Part, words: str) -> None:
    desk.add(OLD)
    with pytest.raises(Refused, match=words):
        desk.add(sent)
    assert private(desk.reader.usable()) == {"one": "acme", "two": "acme"}


def test_pieces_that_did_not_arrive_or_are_of_another_part_are_refused(desk: Desk) -> None:
    curator, (piece,) = desk.curator, desk.send(OLD)
    with pytest.raises(Refused, match="digest: is not that of text"):
        curator.take("0" * 16, "x")
    with pytest.raises(Refused, match="pieces: 1 of 2 did not arrive"):
        curator.add("acme", (piece, "0" * 16), 1, ANN)
    with pytest.raises(Refused, match="name: other, but the pieces are of part acme"):
        curator.add("other", (piece,), 1, ANN)
    bad = Part(name="acme", cases=(named("x").model_copy(update={"wrong_answer": "42"}),))
    with pytest.raises(Refused, match="wrongAnswer: must fail the check, but passes it"):
        desk.add(bad)
    assert desk.store.acts() == []


def test_a_part_comes_out_of_its_pieces_as_it_went_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PIECE", 100)
    pieces = pieces_of(OLD)
    assert len(pieces) > 3
    assert part_of(pieces) == OLD
    with pytest.raises(Refused, match="pieces: the last one is missing"):
        part_of(pieces[:-1])
    with pytest.raises(Refused, match="pieces: are not a part"):
        part_of(["{}"])
    monkeypatch.setattr(parts, "MOST_BYTES", 1000)
    for tried in (lambda: part_of(pieces), lambda: pieces_of(OLD)):
        with pytest.raises(Refused, match="divide it into two parts"):
            tried()


def test_a_part_that_cannot_be_used_stops_runs_and_says_why_without_content(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    act = desk.add(OLD).standing.parts["acme"]
    blobs, key = desk.bench.blobs, f"parts/acme/{act.version}.json"
    broken = OLD.wire_json().replace('"low"', f'"{PRIVATE}"', 1)
    for text, words in ((broken, "cannot be read .*tier"), (None, "is not in the bucket")):
        parts.stored_part.cache_clear()
        if text is None:
            blobs.client.delete_object(Bucket=blobs.bucket, Key=key)
        else:
            blobs.put(key, text)
        with pytest.raises(Refused, match=f"part: acme {words}.*; add it again, or drop") as told:
            desk.reader.usable()
        assert PRIVATE not in str(told.value)
    assert private(desk.curator.drop("acme", ANN)) == {}
    assert PRIVATE not in "".join(r.getMessage() for r in caplog.records if r.name != "botocore")


def test_errors_of_records_never_hold_what_was_wrong() -> None:
    text = OLD.wire_json().replace('"low"', f'"{PRIVATE}"', 1)
    with pytest.raises(ValidationError) as told:
        Part.from_json(text)
    assert PRIVATE not in str(told.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "shipped"}, "take another name"),
        ({"cases": (named("x"), named("x"))}, "cases: caseId: .*-x: used more than once"),
        ({"worlds": ()}, "worlds: acme-ledger of debugging-bug-fixing-one is not among them"),
        ({"name": "No Name"}, "name"),
        ({"cases": ()}, "cases"),
    ],
)
def test_a_part_is_consistent(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Part(**{**dict(OLD), **changes})


@given(
    sizes=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(1, 40), min_size=1),
    weights=st.tuples(*[st.floats(0.1, 10)] * 3),
    limit=st.integers(1, 60),
)
def test_a_limited_run_takes_parts_by_weight_until_one_has_no_more(
    sizes: dict[str, int], weights: tuple[float, ...], limit: int
) -> None:
    by_name = dict(zip("abc", weights, strict=True))
    cases = [
        named(f"{name}-{n}").model_copy(update={"part": name})
        for name, size in sizes.items()
        for n in range(size)
    ]
    every = select.deciders(cases, config(), None, by_name)
    assert Counter(c.case_id for c in every) == Counter(c.case_id for c in cases)
    taken = select.deciders(cases, config(casesPerTier=limit), None, by_name)
    assert taken == every[:limit]
    counts = Counter(case.part for case in taken)
    if all(counts[name] < size for name, size in sizes.items()):
        total = sum(by_name[name] for name in sizes)
        for name in sizes:
            assert abs(counts[name] - len(taken) * by_name[name] / total) <= len(sizes)


def test_shipped_cases_alone_are_taken_as_before() -> None:
    cases = shipped_cases()
    few = config(casesPerTier=5)
    lows = [case for case in cases if case.tier is Tier.LOW]
    assert select.deciders(cases, few)[:5] == lows[:5]
    assert select.deciders(cases, few, None, {"shipped": 1, "acme": 9}) == select.deciders(
        cases, few
    )
