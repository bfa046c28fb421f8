"""Build the worker task on Fargate, in which candidates solve tasks."""

import json
from pathlib import Path

from aws_cdk import IgnoreMode, RemovalPolicy
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.network import Network
from infra.queues import Queues
from infra.sandbox import Sandboxes, linux
from infra.storage import Storage

ROOT = Path(__file__).resolve().parents[1]
CONTAINER = "worker"
_EXCLUDE = [
    "*",
    "!container",
    "container/gateway",
    "!contracts",
    "!adapters",
    "!pyproject.toml",
    "!uv.lock",
    "!package.json",
    "!package-lock.json",
    "**/__pycache__",
]


class Worker(Construct):
    """The worker task. It is x86_64, because the pinned kilo CLI has no arm64 build. It reads tasks
    and verifiers and adds attempts; stored attempts it can neither read nor change, and checks and
    answers are outside its reach."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        network: Network,
        storage: Storage,
        queues: Queues,
    ) -> None:
        super().__init__(scope, construct_id)
        self.cluster = ecs.Cluster(self, "Cluster", vpc=network.vpc)
        self.task = ecs.FargateTaskDefinition(
            self,
            "Task",
            cpu=2048,
            memory_limit_mib=8192,
            runtime_platform=ecs.RuntimePlatform(
                cpu_architecture=ecs.CpuArchitecture.X86_64,
                operating_system_family=ecs.OperatingSystemFamily.LINUX,
            ),
        )
        image = _image(self)
        self.version = {"CLI_VERSION": _cli_version(), "WORKER_IMAGE": image.asset_hash}
        logging = ecs.LogDrivers.aws_logs(stream_prefix="worker", log_group=_log_group(self))
        container = self.task.add_container(
            CONTAINER,
            linux_parameters=linux(self, "Linux"),
            readonly_root_filesystem=True,
            image=ecs.ContainerImage.from_docker_image_asset(image),
            logging=logging,
            environment={
                "POWERTOOLS_SERVICE_NAME": CONTAINER,
                "TABLE_NAME": storage.table.table_name,
                "BUCKET_NAME": storage.bucket.bucket_name,
                "CHUNK_QUEUE_URL": queues.chunks.queue.queue_url,
                "GRADE_QUEUE_URL": queues.grades.queue.queue_url,
                "DEAD_QUEUE_URL": queues.chunks.dead.queue_url,
                "PROVIDER_SECRET_ARN": storage.provider_secret.secret_arn,
                **self.version,
            },
        )
        sandboxes = Sandboxes(
            self,
            "Sandboxes",
            task=self.task,
            worker=container,
            image=ecs.ContainerImage.from_docker_image_asset(image),
            logging=logging,
        )
        container.add_environment("SANDBOXES", ",".join(sandboxes.folders))
        self._grant(storage, queues)
        self.subnets = [subnet.subnet_id for subnet in network.vpc.public_subnets]
        self.security_group = network.worker_group.security_group_id
        self.may_list = iam.PolicyStatement(
            actions=["ecs:ListTasks"],
            resources=["*"],
            conditions={"ArnEquals": {"ecs:cluster": self.cluster.cluster_arn}},
        )
        self.start_environment = {
            "CLUSTER": self.cluster.cluster_name,
            "TASK_DEFINITION": self.task.family,
            "SUBNETS": ",".join(self.subnets),
            "SECURITY_GROUP": self.security_group,
        }

    def _grant(self, storage: Storage, queues: Queues) -> None:
        role = self.task.task_role
        _grant_objects(role, storage)
        storage.provider_secret.grant_read(role)
        queues.chunks.queue.grant_consume_messages(role)
        queues.grades.queue.grant_send_messages(role)
        queues.chunks.queue.grant_send_messages(role)
        queues.chunks.dead.grant_send_messages(role)
        storage.grant_keys(role, "RUN#*", "dynamodb:GetItem")
        storage.grant_keys(role, "CLAIM#*", "dynamodb:PutItem")


def _grant_objects(role: iam.IRole, storage: Storage) -> None:
    """Allow the role to write an object only if it does not exist: a stored attempt never changes.
    The list of names shows whether it exists."""
    bucket = storage.bucket
    readable = [bucket.arn_for_objects(f"{prefix}/*") for prefix in ("tasks", "verifiers")]
    added = [bucket.arn_for_objects(f"{prefix}/*") for prefix in ("attempts", "debug")]
    for actions, resources, conditions in (
        (["s3:GetObject"], readable, {}),
        (["s3:PutObject"], added, {"Null": {"s3:if-none-match": "false"}}),
        (["s3:ListBucket"], [bucket.bucket_arn], {"StringLike": {"s3:prefix": "attempts/*"}}),
    ):
        role.add_to_principal_policy(
            iam.PolicyStatement(actions=actions, resources=resources, conditions=conditions)
        )


def _image(scope: Construct) -> ecr_assets.DockerImageAsset:
    return ecr_assets.DockerImageAsset(
        scope,
        "Image",
        directory=str(ROOT),
        file="container/Dockerfile",
        platform=ecr_assets.Platform.LINUX_AMD64,
        exclude=_EXCLUDE,
        ignore_mode=IgnoreMode.DOCKER,
    )


def _cli_version() -> str:
    pinned = json.loads((ROOT / "package.json").read_text())
    return str(pinned["devDependencies"]["@kilocode/cli-linux-x64"])


def _log_group(scope: Construct) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        "Logs",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
