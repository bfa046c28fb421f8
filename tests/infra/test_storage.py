"""What is kept, how it is guarded, and what is forgotten."""

from typing import Any

from tests.infra.template import Resources, named, of
from tests.samples import USAGE_SCHEMA

MONTH = 30


def only(resources: Resources, kind: str) -> dict[str, Any]:
    (found,) = of(resources, kind)
    return found


def test_every_log_group_forgets(production: Resources) -> None:
    groups = list(of(production, "AWS::Logs::LogGroup"))
    assert groups
    assert all("RetentionInDays" in group for group in groups)


def test_every_function_and_container_logs_to_a_group_that_forgets_after_a_month(
    production: Resources,
) -> None:
    """A group that AWS makes by itself forgets nothing."""
    groups = named(production, "AWS::Logs::LogGroup")
    used = [f["LoggingConfig"]["LogGroup"] for f in of(production, "AWS::Lambda::Function")]
    for task in of(production, "AWS::ECS::TaskDefinition"):
        for container in task["ContainerDefinitions"]:
            used.append(container["LogConfiguration"]["Options"]["awslogs-group"])
    assert {groups[group["Ref"]]["RetentionInDays"] for group in used} == {MONTH}
    assert {group["Ref"] for group in used} == groups.keys()


def test_what_was_paid_for_survives_the_stack(production: Resources) -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket"):
        (kept,) = [r for r in production.values() if r["Type"] == kind]
        assert kept["DeletionPolicy"] == "Retain"
        assert kept["UpdateReplacePolicy"] == "Retain"


def test_the_table_can_be_restored_to_any_second_and_forgets_what_expires(
    production: Resources,
) -> None:
    table = only(production, "AWS::DynamoDB::Table")
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}


def test_the_table_of_usage_rows_has_the_keys_that_are_written_and_no_name_of_ours(
    production: Resources,
) -> None:
    table = only(production, "AWS::DynamoDB::GlobalTable")
    (replica,) = table["Replicas"]
    assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}
    assert {name: table[name] for name in USAGE_SCHEMA if name != "AttributeDefinitions"} == {
        name: value for name, value in USAGE_SCHEMA.items() if name != "AttributeDefinitions"
    }
    assert "TableName" not in table


def test_the_bucket_is_encrypted_versioned_and_closed(production: Resources) -> None:
    bucket = only(production, "AWS::S3::Bucket")
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    closed = bucket["PublicAccessBlockConfiguration"]
    assert len(closed) == 4
    assert set(closed.values()) == {True}


def test_the_bucket_refuses_calls_without_tls(production: Resources) -> None:
    policy = only(production, "AWS::S3::BucketPolicy")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Deny", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_bucket_forgets_decisions_and_pieces_and_nothing_that_was_paid_for(
    production: Resources,
) -> None:
    rules = only(production, "AWS::S3::Bucket")["LifecycleConfiguration"]["Rules"]
    days = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules}
    assert days == {"decisions/": 90, "pieces/": 1}
    for rule in rules:
        assert rule["Status"] == "Enabled"
        kept = {"NoncurrentDays": rule["ExpirationInDays"]}
        assert rule["NoncurrentVersionExpiration"] == kept
