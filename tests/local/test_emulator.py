"""What the project relies on in the emulator: if an upgrade breaks it, local results are wrong."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import botocore.exceptions
import pytest

from local.aws import CREDENTIALS
from local.aws import client as connect
from local.process import clean_env, free_port
from local.servers import start_emulator
from tests.samples import TABLE_SCHEMA

Client = Callable[[str], Any]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    port, logs = free_port(), tmp_path_factory.mktemp("logs")
    emulator = start_emulator(port, free_port(), logs)
    try:
        yield lambda service: connect(service, f"http://127.0.0.1:{port}")
    finally:
        emulator.stop()


@pytest.fixture(scope="module")
def table(client: Client) -> Any:
    dynamodb = client("dynamodb")
    dynamodb.create_table(TableName="table", **TABLE_SCHEMA)
    return dynamodb


def _item(pk: str, sk: str = "a", **more: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **more}


def _put_if_new(table: Any, pk: str) -> bool:
    put = {
        "TableName": "table",
        "Item": _item(pk),
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    count = {
        "TableName": "table",
        "Key": _item("counter"),
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    try:
        table.transact_write_items(TransactItems=[{"Put": put}, {"Update": count}])
    except table.exceptions.TransactionCanceledException as error:
        reasons = [r["Code"] for r in error.response["CancellationReasons"]]
        assert reasons[0] in ("ConditionalCheckFailed", "TransactionConflict")
        return False
    return True


def test_of_racing_conditional_transactions_one_wins_and_counts(table: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: _put_if_new(table, "raced"), range(24)))
    counted = table.get_item(TableName="table", Key=_item("counter"), ConsistentRead=True)
    assert won.count(True) == 1
    assert counted["Item"]["n"]["N"] == "1"


def test_racing_additions_all_count(table: Any) -> None:
    def add(_: int) -> None:
        table.update_item(
            TableName="table",
            Key=_item("sum"),
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "0.25"}},
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    found = table.get_item(TableName="table", Key=_item("sum"), ConsistentRead=True)
    assert float(found["Item"]["n"]["N"]) == 10.0


def test_a_query_by_prefix_returns_its_items_in_key_order(table: Any) -> None:
    for sk in ("B#2", "A#1", "B#1"):
        table.put_item(TableName="table", Item=_item("list", sk))
    found = table.query(
        TableName="table",
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues={":pk": {"S": "list"}, ":sk": {"S": "B#"}},
        ScanIndexForward=False,
    )
    assert [row["sk"]["S"] for row in found["Items"]] == ["B#2", "B#1"]


def test_a_batch_read_leaves_out_what_does_not_exist(table: Any) -> None:
    table.put_item(TableName="table", Item=_item("there"))
    keys = [_item("there"), _item("missing")]
    found = table.batch_get_item(RequestItems={"table": {"Keys": keys}})
    assert [row["pk"]["S"] for row in found["Responses"]["table"]] == ["there"]


def _receive(sqs: Any, url: str, wait: int = 3) -> list[dict[str, Any]]:
    return list(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=wait).get("Messages", []))


def test_a_message_handed_back_is_offered_at_once_and_a_held_one_is_not(client: Client) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="held", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    (first,) = _receive(sqs, url)
    assert _receive(sqs, url, 0) == []
    handle = first["ReceiptHandle"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    assert len(_receive(sqs, url)) == 1


def test_a_message_that_keeps_coming_back_ends_in_the_dead_letter_queue(client: Client) -> None:
    sqs = client("sqs")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    policy = f'{{"deadLetterTargetArn":"{arn["QueueArn"]}","maxReceiveCount":"2"}}'
    attributes = {"VisibilityTimeout": "0", "RedrivePolicy": policy}
    url = sqs.create_queue(QueueName="poison", Attributes=attributes)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    for _ in range(3):
        _receive(sqs, url, 1)
    assert [m["Body"] for m in _receive(sqs, dead)] == ["x"]


def test_a_missing_object_is_no_such_key(client: Client) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="bucket")
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket="bucket", Key="none")


def test_a_task_keeps_running_until_it_is_stopped(client: Client) -> None:
    ecs = client("ecs")
    ecs.create_cluster(clusterName="c")
    container = {"name": "worker", "image": "x", "environment": [{"name": "A", "value": "1"}]}
    ecs.register_task_definition(
        family="f",
        containerDefinitions=[container],
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
    )
    started = ecs.run_task(cluster="c", taskDefinition="f", launchType="FARGATE")["tasks"][0]
    time.sleep(0.2)
    assert ecs.list_tasks(cluster="c", desiredStatus="RUNNING")["taskArns"] == [started["taskArn"]]
    ecs.stop_task(cluster="c", task=started["taskArn"])
    assert ecs.list_tasks(cluster="c", desiredStatus="RUNNING")["taskArns"] == []


def test_an_unknown_resource_type_is_refused_before_anything_is_made(client: Client) -> None:
    body = '{"Resources": {"X": {"Type": "AWS::No::Such"}, "Q": {"Type": "AWS::SQS::Queue"}}}'
    before = client("sqs").list_queues().get("QueueUrls", [])
    with pytest.raises(botocore.exceptions.ClientError, match="AWS::No::Such"):
        client("cloudformation").create_stack(StackName="bad", TemplateBody=body)
    assert client("sqs").list_queues().get("QueueUrls", []) == before


def test_nothing_of_the_users_aws_settings_reaches_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SECRET_ACCESS_KEY", "OPENROUTER_API_KEY"):
        monkeypatch.setenv(name, "the user's own")
    assert "the user's own" not in clean_env().values()
    assert CREDENTIALS.items() <= clean_env(**CREDENTIALS).items()
