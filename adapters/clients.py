"""AWS clients, each made once in a process."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

_CONFIG = Config(
    connect_timeout=2, read_timeout=20, retries={"total_max_attempts": 4, "mode": "standard"}
)


# Of what somebody waits for: a second try would come after a pause of up to a second.
_QUICK = Config(
    connect_timeout=0.5, read_timeout=0.5, retries={"total_max_attempts": 1, "mode": "standard"}
)


@cache
def dynamodb(*, quick: bool = False) -> "DynamoDBClient":
    return boto3.client("dynamodb", config=_QUICK if quick else _CONFIG)


@cache
def s3(*, quick: bool = False) -> "S3Client":
    return boto3.client("s3", config=_QUICK if quick else _CONFIG)


@cache
def sqs() -> "SQSClient":
    return boto3.client("sqs", config=_CONFIG.merge(Config(read_timeout=40)))


@cache
def ecs() -> "ECSClient":
    return boto3.client("ecs", config=_CONFIG)


@cache
def secretsmanager(*, quick: bool = False) -> "SecretsManagerClient":
    return boto3.client("secretsmanager", config=_QUICK if quick else _CONFIG)


@cache
def cloudformation() -> "CloudFormationClient":
    return boto3.client("cloudformation", config=_CONFIG)
