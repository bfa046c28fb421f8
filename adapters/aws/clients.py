"""Make the AWS clients, each once in a process; with botocore alone, which starts faster than
boto3."""

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from botocore.config import Config
from botocore.session import Session

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

# The Lambda asset holds the descriptions of these services alone.
Service = Literal["cloudformation", "dynamodb", "ecs", "s3", "secretsmanager", "sqs"]
# Chosen: background work can wait for four attempts.
_CONFIG = Config(
    connect_timeout=2, read_timeout=20, retries={"total_max_attempts": 4, "mode": "standard"}
)
_POLLING = _CONFIG.merge(Config(read_timeout=40))  # SQS answers a long poll within 20 s
# For calls that the caller of `/decide` waits for: a retry would first pause for up to a second.
_QUICK = Config(
    connect_timeout=0.5, read_timeout=0.5, retries={"total_max_attempts": 1, "mode": "standard"}
)
# For writes that their caller repeats: it must know soon that one failed.
_ONCE = _CONFIG.merge(Config(read_timeout=5, retries={"total_max_attempts": 1, "mode": "standard"}))


@cache
def _session() -> Session:
    """Return the session that all clients share: it keeps the descriptions of services that it has
    read."""
    return Session()


@cache
def _client(service: Service, config: Config) -> Any:
    return _session().create_client(service, config=config)


def forget() -> None:
    """Drop all clients, so that the next one is made from the environment as it is then."""
    _session.cache_clear()
    _client.cache_clear()


def dynamodb(*, quick: bool = False, once: bool = False) -> "DynamoDBClient":
    config = _QUICK if quick else _ONCE if once else _CONFIG
    return cast("DynamoDBClient", _client("dynamodb", config))


def s3(*, quick: bool = False) -> "S3Client":
    return cast("S3Client", _client("s3", _QUICK if quick else _CONFIG))


def sqs() -> "SQSClient":
    return cast("SQSClient", _client("sqs", _POLLING))


def ecs() -> "ECSClient":
    return cast("ECSClient", _client("ecs", _CONFIG))


def secretsmanager(*, quick: bool = False) -> "SecretsManagerClient":
    return cast("SecretsManagerClient", _client("secretsmanager", _QUICK if quick else _CONFIG))


def cloudformation() -> "CloudFormationClient":
    return cast("CloudFormationClient", _client("cloudformation", _CONFIG))
