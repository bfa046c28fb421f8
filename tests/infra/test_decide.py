"""What the public function may do, and how long it may take."""

from contracts.decision import LATE_SECONDS, MAX_DEADLINE_MS
from tests.infra.template import Resources, actions, named, of


def test_its_timeout_keeps_the_longest_deadline_and_what_is_written_late(
    production: Resources,
) -> None:
    (function,) = [
        each
        for each in of(production, "AWS::Lambda::Function")
        if "decide.handler" in each.get("Handler", "")
    ]
    assert function["Timeout"] > MAX_DEADLINE_MS / 1000 + LATE_SECONDS
    assert MAX_DEADLINE_MS / 1000 < 29, "an HTTP API ends a request after 30 s"


def test_it_can_write_nothing_but_sessions_and_counters(production: Resources) -> None:
    policies = named(production, "AWS::IAM::Policy").items()
    own = [policy for name, policy in policies if name.startswith("FunctionsDecide")]
    writes = {}
    for statement in (s for policy in own for s in policy["PolicyDocument"]["Statement"]):
        written = {a for a in actions(statement) if a.startswith("dynamodb:") and "Get" not in a}
        for action in written:
            condition = statement["Condition"]
            assert condition["Null"] == {"dynamodb:LeadingKeys": "false"}
            writes[action] = condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert writes == {"dynamodb:PutItem": ["SESSION#*"], "dynamodb:UpdateItem": ["DECISIONS"]}
