"""The error table, as it stands: what counts against a model, and what is tried again."""

import pytest

from contracts.failure import POLICY, FailureCause, Policy, cause_of_status, may_pass

MODEL = Policy(graded=True, retries=0, requeued=False)
LATER = Policy(graded=False, retries=1, requeued=True)
HOLE = Policy(graded=False, retries=0, requeued=False)


def test_each_cause_has_this_policy() -> None:
    assert {
        FailureCause.WRONG_ANSWER: MODEL,
        FailureCause.EMPTY_ANSWER: Policy(graded=True, retries=1, requeued=False),
        FailureCause.TIMEOUT: MODEL,
        FailureCause.UNREADABLE_ANSWER: MODEL,
        FailureCause.BUDGET_SPENT: MODEL,
        FailureCause.LIMIT_EXCEEDED: MODEL,
        FailureCause.PROVIDER_REFUSED: HOLE,
        FailureCause.PROVIDER_ERROR: LATER,
        FailureCause.RATE_LIMITED: LATER,
        FailureCause.CLI_CRASH: LATER,
        FailureCause.HARNESS_FAULT: LATER,
        FailureCause.LOST: HOLE,
    } == POLICY
    assert POLICY.keys() == {*FailureCause}


@pytest.mark.parametrize(
    ("status", "cause", "passing"),
    [
        (0, FailureCause.PROVIDER_ERROR, True),
        (400, FailureCause.PROVIDER_REFUSED, False),
        (401, FailureCause.PROVIDER_REFUSED, False),
        (402, FailureCause.PROVIDER_REFUSED, False),
        (404, FailureCause.PROVIDER_REFUSED, False),
        (407, FailureCause.PROVIDER_REFUSED, False),
        (408, FailureCause.PROVIDER_ERROR, True),
        (409, FailureCause.PROVIDER_REFUSED, False),
        (428, FailureCause.PROVIDER_REFUSED, False),
        (429, FailureCause.RATE_LIMITED, True),
        (499, FailureCause.PROVIDER_REFUSED, False),
        (500, FailureCause.PROVIDER_ERROR, True),
        (503, FailureCause.PROVIDER_ERROR, True),
        (599, FailureCause.PROVIDER_ERROR, True),
    ],
)
def test_an_http_status_means(status: int, cause: FailureCause, passing: bool) -> None:
    assert cause_of_status(status) is cause
    assert may_pass(status) is passing


def test_what_may_pass_is_tried_again_and_what_may_not_is_not() -> None:
    for status in (0, *range(400, 600)):
        assert POLICY[cause_of_status(status)].requeued is may_pass(status)
