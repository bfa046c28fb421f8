"""The error table, as it stands: what counts against a model, and what is tried again."""

from contracts.failure import PASSING, POLICY, FailureCause, Policy

MODEL = Policy(graded=True)
ANSWER = Policy(graded=True, answered=True)
LATER = Policy(graded=False, retries=1, requeued=True)
HOLE = Policy(graded=False)
PAUSE = Policy(graded=False, pauses=True)


def test_each_cause_has_this_policy() -> None:
    assert {
        FailureCause.WRONG_ANSWER: ANSWER,
        FailureCause.FORMAT: ANSWER,
        FailureCause.EMPTY_ANSWER: Policy(graded=True, retries=1, answered=True),
        FailureCause.UNREADABLE_ANSWER: ANSWER,
        FailureCause.TIMEOUT: MODEL,
        FailureCause.CONTEXT_OVERFLOW: MODEL,
        FailureCause.CONTENT_FILTERED: MODEL,
        FailureCause.BUDGET_SPENT: MODEL,
        FailureCause.LIMIT_EXCEEDED: MODEL,
        FailureCause.KEY_REFUSED: PAUSE,
        FailureCause.QUOTA_EXHAUSTED: PAUSE,
        FailureCause.MODEL_MISSING: HOLE,
        FailureCause.PROVIDER_REFUSED: HOLE,
        FailureCause.PROVIDER_ERROR: LATER,
        FailureCause.RATE_LIMITED: LATER,
        FailureCause.CLI_CRASH: LATER,
        FailureCause.HARNESS_FAULT: LATER,
        FailureCause.LOST: HOLE,
    } == POLICY
    assert POLICY.keys() == {*FailureCause}


def test_what_may_pass_is_tried_again_later() -> None:
    assert all(POLICY[cause].requeued for cause in PASSING)
