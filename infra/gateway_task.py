"""Build the task of the gateway: its image, its one container, and what it may read and write."""

from pathlib import Path

from aws_cdk import Duration, IgnoreMode, RemovalPolicy
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.storage import Storage
from infra.usage import Usage

ROOT = Path(__file__).resolve().parents[1]
PORT = 8080
_FOLDER = "container/gateway"
_STOP_SECONDS = 120  # AWS: Fargate's most


class GatewayTask(Construct):
    """The task. It knows the names of its secrets and reads them itself: neither its definition
    nor its environment holds one. It is x86_64 as the worker's, so that one machine can build both
    images. A core is all that its one process can use.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: str,
        storage: Storage,
        signing_secret: secretsmanager.ISecret,
        decide_url: str,
        usage: Usage,
    ) -> None:
        super().__init__(scope, construct_id)
        self.callers_secret = _callers(self)
        self.definition = _definition(self)
        secrets: dict[str, secretsmanager.ISecret] = {
            "PROVIDER_SECRET_ARN": storage.provider_secret,
            "DECIDE_SECRET_ARN": storage.decide_secret,
            "SIGNING_SECRET_ARN": signing_secret,
            "CALLERS_SECRET_ARN": self.callers_secret,
        }
        environment = {
            "GATEWAY_SETTINGS": settings,
            "DECIDE_URL": decide_url,
            "USAGE_TABLE_NAME": usage.table.table_name,
            **{name: secret.secret_arn for name, secret in secrets.items()},
        }
        self._may_read(*secrets.values())
        usage.grant_write(self.definition.task_role)
        self._container(environment)

    def _may_read(self, *secrets: secretsmanager.ISecret) -> None:
        self.definition.add_to_task_role_policy(
            iam.PolicyStatement(
                actions=["secretsmanager:GetSecretValue"],
                resources=[secret.secret_arn for secret in secrets],
            )
        )

    def _container(self, environment: dict[str, str]) -> None:
        linux = ecs.LinuxParameters(self, "Linux")
        linux.drop_capabilities(ecs.Capability.ALL)
        self.definition.add_container(
            "gateway",
            image=ecs.ContainerImage.from_docker_image_asset(_image(self)),
            logging=ecs.LogDrivers.aws_logs(stream_prefix="gateway", log_group=_log_group(self)),
            environment=environment,
            port_mappings=[ecs.PortMapping(container_port=PORT)],
            readonly_root_filesystem=True,
            linux_parameters=linux,
            stop_timeout=Duration.seconds(_STOP_SECONDS),
        )


def _definition(scope: Construct) -> ecs.FargateTaskDefinition:
    return ecs.FargateTaskDefinition(
        scope,
        "Task",
        cpu=1024,
        memory_limit_mib=2048,
        runtime_platform=ecs.RuntimePlatform(
            cpu_architecture=ecs.CpuArchitecture.X86_64,
            operating_system_family=ecs.OperatingSystemFamily.LINUX,
        ),
    )


def _callers(scope: Construct) -> secretsmanager.Secret:
    """Return the secret with a first key. CloudFormation generates the value of a member of an
    object, not its name: so users have keys, not keys users."""
    return secretsmanager.Secret(
        scope,
        "GatewayCallers",
        description="The users of the gateway, each with a key or a list of keys",
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template="{}",  # noqa: S106
            generate_string_key="first",
            exclude_punctuation=True,
            password_length=48,
        ),
    )


def _image(scope: Construct) -> ecr_assets.DockerImageAsset:
    ignored = (ROOT / _FOLDER / "Dockerfile.dockerignore").read_text().splitlines()
    return ecr_assets.DockerImageAsset(
        scope,
        "Image",
        directory=str(ROOT),
        file=f"{_FOLDER}/Dockerfile",
        platform=ecr_assets.Platform.LINUX_AMD64,
        exclude=[line for line in ignored if line],
        ignore_mode=IgnoreMode.DOCKER,
    )


def _log_group(scope: Construct) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        "Logs",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
