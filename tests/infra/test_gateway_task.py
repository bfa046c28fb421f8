"""The gateway's task: what it may do, and that no secret is in its definition."""

import json

from tests.infra.gateway_template import SETTINGS, container, gateways, variables
from tests.infra.template import Resources, actions, of

ARNS = {
    "PROVIDER_SECRET_ARN": "StorageProviderSecret",
    "DECIDE_SECRET_ARN": "StorageDecideSecret",
    "SIGNING_SECRET_ARN": "TokenSigningSecret",
    "CALLERS_SECRET_ARN": "GatewayTaskGatewayCallers",
}


def test_a_task_may_read_its_four_secrets_write_usage_rows_and_nothing_else(
    public: Resources,
) -> None:
    (policy,) = [
        p for p in of(public, "AWS::IAM::Policy") if p["PolicyName"].startswith("GatewayTaskTask")
    ]
    statement, rows = policy["PolicyDocument"]["Statement"]
    assert actions(rows) == {"dynamodb:PutItem", "dynamodb:UpdateItem"}
    assert "UsageTable" in json.dumps(rows["Resource"])
    assert (statement["Effect"], actions(statement)) == ("Allow", {"secretsmanager:GetSecretValue"})
    assert "Condition" not in statement
    names = [arn["Ref"] for arn in statement["Resource"]]
    assert len(names) == 4
    assert {name[:-8] for name in names} == set(ARNS.values())


def test_what_starts_the_task_may_pull_and_log_alone(public: Resources) -> None:
    (policy,) = [
        p
        for p in of(public, "AWS::IAM::Policy")
        if p["PolicyName"].startswith("GatewayTaskExecution")
    ]
    found = {
        action: json.dumps(statement["Resource"])
        for statement in policy["PolicyDocument"]["Statement"]
        for action in actions(statement)
    }
    assert {action.partition(":")[0] for action in found} == {"ecr", "logs"}
    assert [action for action, of_what in found.items() if of_what == '"*"'] == [
        "ecr:GetAuthorizationToken"
    ]
    assert "GatewayTaskLogs" in found["logs:PutLogEvents"]


def test_no_secret_stands_in_the_definition_of_the_task(public: Resources) -> None:
    """They are named, and the process reads them."""
    assert not {"Secrets", "EnvironmentFiles", "Command"} & container(public).keys()
    found = variables(public)
    assert found.keys() == {"GATEWAY_SETTINGS", "DECIDE_URL", "USAGE_TABLE_NAME", *ARNS}
    for name, secret in ARNS.items():
        assert found[name]["Ref"].startswith(secret)
    assert found["DECIDE_URL"]["Fn::Join"][1][1] == "/decide"
    assert json.loads(found["GATEWAY_SETTINGS"])["upstreamUrl"] == SETTINGS["upstreamUrl"]
    assert "resolve:secretsmanager" not in json.dumps(public)


def test_the_first_callers_key_is_made_by_aws(public: Resources) -> None:
    secret = gateways(public, "AWS::SecretsManager::Secret")
    assert "SecretString" not in secret
    made = secret["GenerateSecretString"]
    assert (made["SecretStringTemplate"], made["GenerateStringKey"]) == ("{}", "first")
    assert made["PasswordLength"] >= 32


def test_a_container_can_write_nothing_and_has_no_capability(public: Resources) -> None:
    found = container(public)
    assert found["ReadonlyRootFilesystem"] is True
    assert found["LinuxParameters"]["Capabilities"] == {"Drop": ["ALL"]}


def test_logs_are_kept_for_a_month(public: Resources) -> None:
    assert gateways(public, "AWS::Logs::LogGroup")["RetentionInDays"] == 30
