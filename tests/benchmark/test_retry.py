"""An outcome that says nothing about the model is retried, later and later, and not for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failure import POLICY, FailureCause
from functions.benchmark.grade.retry import next_try, pause
from tests.samples import config, run

REQUEUED = {
    FailureCause.PROVIDER_ERROR,
    FailureCause.RATE_LIMITED,
    FailureCause.CLI_CRASH,
    FailureCause.HARNESS_FAULT,
}


@pytest.mark.parametrize("cause", [*FailureCause, None])
def test_only_what_may_pass_is_tried_again(cause: FailureCause | None) -> None:
    assert next_try(run(), cause, 0) == (1 if cause in REQUEUED else None)


def test_what_is_graded_is_never_tried_again() -> None:
    assert not [c for c, policy in POLICY.items() if policy.graded and policy.requeued]


@pytest.mark.parametrize("most", [1, 4, 8])
def test_a_case_is_tried_as_often_as_the_config_says(most: int) -> None:
    tries, number = [], 0
    while number is not None:
        tries.append(number)
        number = next_try(run(maxTries=most), FailureCause.RATE_LIMITED, number)  # type: ignore[assignment]
    assert tries == list(range(most))


def test_a_resumed_run_tries_everything_from_the_beginning_of_its_round() -> None:
    resumed = run(maxTries=4).model_copy(update={"round": 2})
    for earlier in range(8):
        assert next_try(resumed, FailureCause.LOST, earlier) == 8
    later = [next_try(resumed, FailureCause.PROVIDER_ERROR, n) for n in range(8, 12)]
    assert later == [9, 10, 11, None]


def test_the_pause_doubles_up_to_a_quarter_of_an_hour() -> None:
    settings = config(retryPause=30, maxTries=8)
    assert [pause(settings, n) for n in range(8)] == [0, 30, 60, 120, 240, 480, 900, 900]
    assert pause(settings, 8) == 0
    assert pause(settings, 17) == 30


@given(st.integers(0, 900), st.integers(1, 8), st.integers(0, 40))
def test_no_pause_is_longer_than_a_queue_can_hold_a_message(
    seconds: int, most: int, attempt: int
) -> None:
    assert 0 <= pause(config(retryPause=seconds, maxTries=most), attempt) <= 900
