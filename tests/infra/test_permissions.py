"""What each role may do."""

import json
import re
from collections import defaultdict

from tests.infra.template import Resources, actions, named, of, statements

# Actions that AWS offers on all resources only.
# Neither knows resource-level permissions; listing tasks is bound to the cluster by a condition.
STAR_ALLOWED = {"ecr:GetAuthorizationToken", "ecs:ListTasks"}

ITEMS = {
    *("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"),
    *("dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem"),
}
READ, PUT = {"s3:GetObject", "s3:ListBucket"}, {"s3:PutObject"}
SECRET = {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
SEND = {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"}
TAKE = {
    *("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"),
    *("sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
}
TASKS = {"ecs:RunTask", "ecs:ListTasks", "iam:PassRole"}

ACTIONS = {
    "BenchmarkDispatch": ITEMS | READ | SEND | TAKE | TASKS,
    "BenchmarkReplay": ITEMS | READ | SEND | TAKE | SECRET,
    "BenchmarkGrade": ITEMS | READ | SEND | TAKE,
    "BenchmarkSettle": ITEMS | READ | SEND | TAKE,
    "BenchmarkSweep": ITEMS | READ | PUT | SEND | TASKS,
    "EvaluationEvaluate": ITEMS | READ | SEND | TAKE | SECRET,
    "FunctionsAdmin": ITEMS | READ | PUT | SEND | SECRET | TASKS,
    "FunctionsRecur": ITEMS | READ | PUT | SEND | SECRET,
    "FunctionsPublish": ITEMS | PUT | SEND | TAKE,
    "FunctionsDecide": READ
    | PUT
    | SECRET
    | {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"},
    "Token": SECRET | {"dynamodb:GetItem"},
    "WorkerTaskTask": READ | PUT | SECRET | SEND | TAKE | {"dynamodb:GetItem", "dynamodb:PutItem"},
    "WorkerTaskExecution": {
        *("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken"),
        *("ecr:GetDownloadUrlForLayer", "logs:CreateLogStream", "logs:PutLogEvents"),
    },
    "Scheduler": {"lambda:InvokeFunction"},
}
# Where AWS's own policies stand beside ours: to log, and to be in the network.
LOGS = "service-role/AWSLambdaBasicExecutionRole"
NETWORK = "service-role/AWSLambdaVPCAccessExecutionRole"
INSIDE = {"FunctionsPublish", "FunctionsDecide"}
NONE = {"WorkerTaskTask", "WorkerTaskExecution", "Scheduler"}


def role_of(logical_id: str) -> str:
    """Without what CDK adds."""
    return logical_id.partition("Role")[0].removesuffix("Service")


def test_each_role_may_do_what_its_code_does_and_nothing_else(production: Resources) -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for policy in of(production, "AWS::IAM::Policy"):
        (role,) = policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow"
            found[role_of(role["Ref"])] |= actions(statement)
    assert dict(found) == ACTIONS


def test_a_role_gets_permissions_from_its_own_policy_and_to_log_only(production: Resources) -> None:
    assert not named(production, "AWS::IAM::ManagedPolicy")
    for logical_id, role in named(production, "AWS::IAM::Role").items():
        name = role_of(logical_id)
        usual = [] if name in NONE else [LOGS, NETWORK] if name in INSIDE else [LOGS]
        given = [arn["Fn::Join"][1][-1] for arn in role.get("ManagedPolicyArns", [])]
        assert given == [f":iam::aws:policy/{policy}" for policy in usual], name
        assert "Policies" not in role


def test_no_permission_scans_the_table_or_holds_a_wildcard(production: Resources) -> None:
    for statement in statements(production):
        assert "NotAction" not in statement
        for action in actions(statement):
            assert "*" not in action
            assert action != "dynamodb:Scan"


def test_decide_reads_what_is_live_and_adds_decisions(production: Resources) -> None:
    (policy,) = [
        p for p in of(production, "AWS::IAM::Policy") if p["PolicyName"].startswith("FunctionsDec")
    ]
    found = {
        action: json.dumps(statement["Resource"])
        for statement in policy["PolicyDocument"]["Statement"]
        for action in actions(statement)
    }
    assert '"/live/*"' in found["s3:GetObject"]
    assert '"/decisions/*"' in found["s3:PutObject"]


# What each role may read, and write, of the bucket.
SNAPSHOT = {"tasks", "verifiers", "cases", "carried"}
RESULTS = {"cases", "carried", "attempts"}
FOLDERS = {
    "FunctionsAdmin": (
        {"parts", "pieces", "debug", "tasks", *RESULTS},
        {"parts", "pieces", *SNAPSHOT},
    ),
    "FunctionsRecur": ({"parts"}, SNAPSHOT),
    "FunctionsPublish": (set(), {"live"}),
    "FunctionsDecide": ({"live"}, {"decisions"}),
    "BenchmarkDispatch": (RESULTS, set()),
    "BenchmarkReplay": (RESULTS, set()),
    "BenchmarkGrade": (RESULTS, set()),
    "BenchmarkSettle": (RESULTS, set()),
    "BenchmarkSweep": ({"live", *RESULTS}, {"live"}),
    "EvaluationEvaluate": ({"cases"}, set()),
    "WorkerTaskTask": ({"tasks", "verifiers"}, {"attempts", "debug"}),
}


def test_a_role_reads_and_writes_its_own_folders_and_parts_are_for_what_starts_runs(
    production: Resources,
) -> None:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for policy in of(production, "AWS::IAM::Policy"):
        mine = found.setdefault(role_of(policy["Roles"][0]["Ref"]), (set(), set()))
        for statement in policy["PolicyDocument"]["Statement"]:
            for folders, action in zip(mine, ("s3:GetObject", "s3:PutObject"), strict=True):
                if action in actions(statement):
                    folders |= set(re.findall(r'"/(.*?)/\*"', json.dumps(statement["Resource"])))
    assert {role: each for role, each in found.items() if any(each)} == FOLDERS


def test_no_permission_covers_all_resources_without_need(production: Resources) -> None:
    for statement in statements(production):
        if statement["Resource"] == "*":
            assert actions(statement) <= STAR_ALLOWED


def test_no_permission_covers_all_actions_of_a_service(production: Resources) -> None:
    for statement in statements(production):
        assert not [action for action in actions(statement) if action.endswith(":*")]
