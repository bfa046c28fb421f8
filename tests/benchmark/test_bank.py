"""The bank of a deployment: what an admin retires, moves and restores, with reason and history."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.bank import BankAct
from contracts.dataset import DeciderCase
from contracts.errors import Refused
from contracts.evidence import Evidence, conditions_of
from contracts.run import Lane
from contracts.tier import TIERS, Tier
from functions.benchmark.cases.bank import Bank
from functions.benchmark.cases.curate import LEAST
from functions.benchmark.cases.load import case_faults, dataset_digest
from functions.benchmark.runs.reuse import reuse
from functions.benchmark.runs.start import Starter
from tests.benchmark.conftest import Bench
from tests.benchmark.curating import ANN, EACH, Desk, at_once, named, shipped_cases
from tests.benchmark.test_start import WORKER, listing
from tests.samples import NOON, config, result, run

CASE = "debugging-bug-fixing-low-0"
OTHER = "debugging-bug-fixing-low-1"


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


def case_of(bank: Bank, case_id: str = CASE) -> DeciderCase:
    (found,) = [case for case in bank.cases if case.case_id == case_id]
    return found


def test_a_retired_case_is_left_out_until_it_is_restored(desk: Desk) -> None:
    desk.curator.retire(CASE, ANN)
    assert desk.ids() == {case.case_id for case in desk.shipped} - {CASE}
    desk.curator.restore(CASE, ANN)
    assert CASE in desk.ids()
    acts = desk.store.acts()
    assert [(a.number, a.action, a.by, a.why, a.at) for a in acts] == [
        (0, "retire", "ann", "a test", NOON),
        (1, "restore", "ann", "a test", NOON),
    ]


def test_what_stands_already_is_not_done_again(desk: Desk) -> None:
    for _ in range(2):
        desk.curator.restore(CASE, ANN)
        desk.curator.retire(CASE, ANN)
        desk.curator.retier(OTHER, Tier.HIGH, ANN)
    assert [act.action for act in desk.store.acts()] == ["retire", "retier", "restore", "retire"]


def test_a_retirement_holds_for_the_id_whatever_the_case_becomes(desk: Desk) -> None:
    desk.curator.retire(CASE, ANN)
    desk.shipped[0] = desk.shipped[0].model_copy(update={"user_prompt": "Another question?"})
    bank = desk.reader.usable()
    assert CASE not in {case.case_id for case in bank.cases}
    assert bank.standing.retired[CASE].case_digest != bank.every[CASE].digest
    desk.shipped = desk.shipped[1:]
    desk.curator.restore(CASE, ANN)
    assert desk.reader.usable().standing.retired == {}


def test_a_tier_keeps_as_many_cases_as_a_proof_needs(desk: Desk) -> None:
    for n in range(EACH - LEAST):
        desk.curator.retire(f"debugging-bug-fixing-low-{n}", ANN)
    last = f"debugging-bug-fixing-low-{EACH - 1}"
    with pytest.raises(Refused, match=f"caseId: {LEAST - 1} cases of tier low would be left, and"):
        desk.curator.retire(last, ANN)
    with pytest.raises(Refused, match=r"caseId: .* tier low would be left.*; restore a case, or"):
        desk.curator.retier(last, Tier.HIGH, ANN)
    desk.config = config(minAccuracy=0.9)
    with pytest.raises(
        Refused, match=r"caseId: .* cannot prove minAccuracy 0\.9.*lower minAccuracy"
    ):
        desk.curator.retire("debugging-bug-fixing-high-0", ANN)
    assert len(desk.store.acts()) == EACH - LEAST


def test_an_unknown_case_is_refused(desk: Desk) -> None:
    for act in (desk.curator.retire, desk.curator.restore):
        with pytest.raises(Refused, match="caseId: nowhere is no task of the bank; the files in"):
            act("nowhere", ANN)
    with pytest.raises(Refused, match="caseId: nowhere is no task"):
        desk.curator.retier("nowhere", Tier.LOW, ANN)


def test_of_two_acts_at_the_same_moment_both_stand(desk: Desk) -> None:
    raced = at_once(desk, lambda: desk.curator.retire(OTHER, ANN))
    raced.retire(CASE, ANN)
    assert desk.ids().isdisjoint({CASE, OTHER})
    assert [act.case_id for act in desk.store.acts()] == [OTHER, CASE]


def test_of_two_equal_acts_at_the_same_moment_one_is_kept(desk: Desk) -> None:
    at_once(desk, lambda: desk.curator.retire(CASE, ANN)).retire(CASE, ANN)
    assert len(desk.store.acts()) == 1


def test_a_moved_case_keeps_its_digest_and_makes_another_dataset(desk: Desk) -> None:
    before = desk.reader.usable()
    after = desk.curator.retier(CASE, Tier.MEDIUM, ANN)
    assert (case_of(after).tier, case_of(after).given_tier) == (Tier.MEDIUM, Tier.LOW)
    assert case_of(after).digest == case_of(before).digest
    assert dataset_digest(after.cases) != dataset_digest(before.cases)
    back = desk.curator.retier(CASE, Tier.LOW, ANN)
    assert dataset_digest(back.cases) == dataset_digest(before.cases)


@pytest.mark.parametrize(("to", "carried"), [(Tier.MEDIUM, 1), (Tier.HIGH, 0)])
def test_evidence_of_a_moved_case_stands_in_its_new_tier_where_the_limits_are_equal(
    desk: Desk, to: Tier, carried: int
) -> None:
    of, lane = run(cases=1), Lane(candidate="d/cheap", repetition=0, expected=1)
    row = result(of, CASE, digest=named("low-0").digest)
    known = [Evidence(conditions=conditions_of(of, "d/cheap", ""), result=row)]
    moved = case_of(desk.curator.retier(CASE, to, ANN))
    found = reuse(of, lane, [moved], known)
    assert [r.tier for r in found.results] == [to] * carried
    other = "measured in another tier, with other limits"
    assert found.why == ({} if carried else {other: 1})


def test_a_run_takes_the_bank_of_its_start_and_keeps_it(desk: Desk) -> None:
    bench = desk.bench
    starter = Starter(
        runs=bench.runs,
        evidence=bench.evidence,
        documents=bench.blobs,
        queue=bench.queue,
        models=listing,
        worker=WORKER,
        bank=desk.reader.usable,
    )
    kind = run().kind
    shown = starter.plan(kind, config(), NOON, fresh=False)
    desk.curator.retier(CASE, Tier.HIGH, ANN)
    later = starter.plan(kind, config(), NOON, fresh=False)
    assert (shown.cases, later.cases) == (3 * EACH, 3 * EACH)
    assert shown.digest != later.digest
    started = starter.start(kind, config(), NOON)
    before = bench.blobs.get(f"cases/{started.run_id}.json")
    desk.curator.retire(CASE, ANN)
    assert bench.blobs.get(f"cases/{started.run_id}.json") == before
    assert started.tier_cases == {Tier.LOW: EACH - 1, Tier.MEDIUM: EACH, Tier.HIGH: EACH + 1}
    bench.controller.cancel(started.run_id, NOON, "ann")
    assert starter.start(kind, config(), NOON + timedelta(hours=1)).cases == 3 * EACH - 1


@pytest.mark.parametrize("what", [{"part": "acme"}, {"given_tier": Tier.LOW}])
def test_a_file_of_cases_does_not_say_what_a_deployment_says(what: dict[str, str]) -> None:
    (fault,) = case_faults(named("x").model_copy(update=what))
    assert fault == "part, givenTier: a deployment sets them; leave them out"


IDS = st.sampled_from([CASE, OTHER])
TO = st.tuples(st.just("retier"), IDS, st.sampled_from(TIERS))
ACTS = st.lists(st.tuples(st.sampled_from(["retire", "restore"]), IDS, st.none()) | TO)


@given(ACTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_what_stands_is_what_was_last_said_of_each_case(
    said: list[tuple[str, str, Tier | None]],
) -> None:
    acts = tuple(
        BankAct.from_wire(
            {"number": n, "action": action, "caseId": case_id, "tier": tier}
            | {"at": NOON, "by": "ann", "why": "x", "caseDigest": "0" * 16}
        )
        for n, (action, case_id, tier) in enumerate(said)
    )
    given_cases = {case.case_id: case for case in shipped_cases()}
    stands = {case.case_id: case for case in Bank(given_cases, acts=acts).cases}
    for case_id in (CASE, OTHER):
        mine = [(action, tier) for action, of, tier in said if of == case_id]
        since = mine[max((n for n, m in enumerate(mine) if m[0] == "restore"), default=-1) + 1 :]
        tiers = [tier for action, tier in since if action == "retier"]
        if "retire" in dict(since):
            assert case_id not in stands
        else:
            assert stands[case_id].tier is (tiers[-1] if tiers else Tier.LOW)
            assert stands[case_id].moved(Tier.LOW) == given_cases[case_id]
    assert len(stands) >= len(given_cases) - 2
