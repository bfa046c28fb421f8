"""Build the functions admin, publish, decide and those that start runs, each with its grants."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from contracts.decision import LATE_SECONDS, MAX_DEADLINE_MS
from infra.cache import TableCache
from infra.function import Maker, consume
from infra.network import Network
from infra.queues import Queues
from infra.worker import Worker

# AWS ends a function that works longer, late writes included, whatever it has promised.
DECIDE_SECONDS = MAX_DEADLINE_MS // 1000 + LATE_SECONDS + 1
# What a start writes of a run, and what the admin API shows of it or reads again.
_SNAPSHOT = ("tasks", "verifiers", "cases", "carried")
_SHOWN = ("tasks", "cases", "carried", "attempts", "debug")


class Functions(Construct):
    """The functions. `admin_url` requires SigV4; `recur` starts a run when it is invoked;
    `max_tasks` is the most worker tasks that a config may ask for."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        maker: Maker,
        queues: Queues,
        network: Network,
        cache: TableCache,
        worker: Worker,
        max_tasks: int,
    ) -> None:
        super().__init__(scope, construct_id)
        self._maker, self._storage = maker, maker.storage
        self._queues, self._worker = queues, worker
        self._start_environment = {
            "RUN_QUEUE_URL": queues.runs.queue.queue_url,
            "PROVIDER_SECRET_ARN": self._storage.provider_secret.secret_arn,
            **worker.version,
            "MAX_TASKS": str(max_tasks),
        }
        inside: dict[str, Any] = {
            "vpc": network.vpc,
            "vpc_subnets": ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            "security_groups": [network.function_group],
        }
        self.admin = self._admin()
        self.admin_url = self.admin.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)
        self.recur = self._starter("Recur", "benchmark.runs.schedule_handler.handler")
        self._publish(cache, inside)
        self.decide = self._decide(cache, inside)

    def _starter(
        self, name: str, handler: str, extra: dict[str, str] | None = None
    ) -> lambda_.Function:
        """Return a function that may start runs."""
        function = self._maker.make(
            self,
            name,
            handler,
            timeout=Duration.seconds(60),
            memory_size=1024,
            environment={**self._start_environment, **(extra or {})},
        )
        self._storage.grant_items(function)
        self._storage.grant_put_objects(function, *_SNAPSHOT)
        self._storage.grant_read_objects(function, "parts")
        self._storage.provider_secret.grant_read(function)
        self._queues.runs.queue.grant_send_messages(function)
        return function

    def _admin(self) -> lambda_.Function:
        extra = {
            "CHUNK_QUEUE_URL": self._queues.chunks.queue.queue_url,
            "PUBLISH_QUEUE_URL": self._queues.publishes.queue.queue_url,
            "EVALUATE_QUEUE_URL": self._queues.evaluations.queue.queue_url,
            **self._worker.start_environment,
        }
        function = self._starter("Admin", "admin.handler.handler", extra)
        self._queues.chunks.queue.grant_send_messages(function)
        self._queues.publishes.queue.grant_send_messages(function)
        self._queues.evaluations.queue.grant_send_messages(function)
        self._worker.task.grant_run(function)
        function.add_to_role_policy(self._worker.may_list)
        self._storage.grant_put_objects(function, "pieces", "parts")
        self._storage.grant_read_objects(function, "pieces", *_SHOWN)
        return function

    def _publish(self, cache: TableCache, inside: dict[str, Any]) -> None:
        function = self._maker.make(
            self,
            "Publish",
            "publish.handler.handler",
            timeout=Duration.minutes(1),
            memory_size=1024,
            environment={
                "CACHE_URL": cache.url,
                "RUN_QUEUE_URL": self._queues.runs.queue.queue_url,
                "EVALUATE_QUEUE_URL": self._queues.evaluations.queue.queue_url,
            },
            **inside,
        )
        self._storage.grant_items(function)
        self._storage.grant_put_objects(function, "live")
        self._queues.runs.queue.grant_send_messages(function)
        self._queues.evaluations.queue.grant_send_messages(function)
        publishes = self._queues.publishes
        consume(function, publishes.queue, publishes.dead, batch=1)

    def _decide(self, cache: TableCache, inside: dict[str, Any]) -> lambda_.Alias:
        function = self._maker.make(
            self,
            "Decide",
            "decide.handler.handler",
            timeout=Duration.seconds(DECIDE_SECONDS),
            memory_size=1024,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS,
            environment={
                "CACHE_URL": cache.url,
                "PROVIDER_SECRET_ARN": self._storage.provider_secret.secret_arn,
                "DECIDE_SECRET_ARN": self._storage.decide_secret.secret_arn,
            },
            **inside,
        )
        self._storage.grant_keys(function, "LIVE", "dynamodb:GetItem")
        self._storage.grant_keys(function, "SESSION#*", "dynamodb:BatchGetItem", "dynamodb:PutItem")
        self._storage.grant_keys(function, "DECISIONS", "dynamodb:UpdateItem")
        self._storage.grant_read_objects(function, "live")
        self._storage.grant_put_objects(function, "decisions")
        self._storage.provider_secret.grant_read(function)
        self._storage.decide_secret.grant_read(function)
        return lambda_.Alias(
            self, "DecideLive", alias_name="live", version=function.current_version
        )
