"""The Lambda functions, each with what it may reach."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.bundling import code
from infra.cache import TableCache
from infra.function import HouseFunction
from infra.network import Network
from infra.queues import Queues, WorkQueue
from infra.storage import Storage
from infra.worker import Worker


class Functions(Construct):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        storage: Storage,
        queues: Queues,
        network: Network,
        cache: TableCache,
        worker: Worker,
        bundled: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        self._code = code(bundled=bundled)
        self._storage, self._queues, self._worker = storage, queues, worker
        inside: dict[str, Any] = {
            "vpc": network.vpc,
            "vpc_subnets": ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            "security_groups": [network.function_group],
        }
        self.admin_url = self._admin()
        self._dispatch()
        self._replay()
        self._grade()
        self._publish(cache, inside)
        self.decide = self._decide(cache, inside)

    def _function(self, name: str, handler: str, **options: Any) -> lambda_.Function:
        extra = options.pop("environment", {})
        return HouseFunction(
            self,
            name,
            code=self._code,
            handler=f"functions.{handler}",
            environment={
                "TABLE_NAME": self._storage.table.table_name,
                "BUCKET_NAME": self._storage.bucket.bucket_name,
                **extra,
            },
            **options,
        )

    def _admin(self) -> lambda_.FunctionUrl:
        function = self._function(
            "Admin",
            "admin.handler.handler",
            timeout=Duration.seconds(60),
            environment={
                "RUN_QUEUE_URL": self._queues.runs.queue.queue_url,
                "PROVIDER_SECRET_ARN": self._storage.provider_secret.secret_arn,
            },
        )
        self._storage.table.grant_read_write_data(function)
        self._storage.bucket.grant_put(function)
        self._storage.provider_secret.grant_read(function)
        self._queues.runs.queue.grant_send_messages(function)
        return function.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)

    def _dispatch(self) -> None:
        worker = self._worker
        function = self._function(
            "Dispatch",
            "benchmark.handlers.dispatch.handler",
            timeout=Duration.minutes(1),
            environment={
                "CHUNK_QUEUE_URL": self._queues.chunks.queue.queue_url,
                "REPLAY_QUEUE_URL": self._queues.replays.queue.queue_url,
                "CLUSTER": worker.cluster.cluster_name,
                "TASK_DEFINITION": worker.task.family,
                "SUBNETS": ",".join(worker.subnets),
                "SECURITY_GROUP": worker.security_group,
            },
        )
        self._storage.table.grant_read_write_data(function)
        self._storage.bucket.grant_read(function)
        for work in (self._queues.chunks, self._queues.replays):
            work.queue.grant_send_messages(function)
        worker.task.grant_run(function)
        _consume(function, self._queues.runs, batch=1)

    def _replay(self) -> None:
        function = self._function(
            "Replay",
            "benchmark.handlers.replay.handler",
            timeout=Duration.minutes(14),
            environment={
                "PROVIDER_SECRET_ARN": self._storage.provider_secret.secret_arn,
                "PUBLISH_QUEUE_URL": self._queues.publishes.queue.queue_url,
            },
        )
        self._storage.table.grant_read_write_data(function)
        self._storage.bucket.grant_read(function)
        self._storage.provider_secret.grant_read(function)
        self._queues.publishes.queue.grant_send_messages(function)
        _consume(function, self._queues.replays, batch=1, concurrency=4)

    def _grade(self) -> None:
        function = self._function(
            "Grade",
            "benchmark.handlers.grade.handler",
            timeout=Duration.minutes(1),
            environment={"PUBLISH_QUEUE_URL": self._queues.publishes.queue.queue_url},
        )
        self._storage.table.grant_read_write_data(function)
        self._storage.bucket.grant_read(function)
        self._queues.publishes.queue.grant_send_messages(function)
        _consume(function, self._queues.grades, batch=10, concurrency=4)

    def _publish(self, cache: TableCache, inside: dict[str, Any]) -> None:
        function = self._function(
            "Publish",
            "publish.handler.handler",
            timeout=Duration.minutes(1),
            memory_size=1024,
            environment={"CACHE_URL": cache.url},
            **inside,
        )
        self._storage.table.grant_read_write_data(function)
        self._storage.bucket.grant_read_write(function)
        _consume(function, self._queues.publishes, batch=1)

    def _decide(self, cache: TableCache, inside: dict[str, Any]) -> lambda_.Alias:
        function = self._function(
            "Decide",
            "decide.handler.handler",
            timeout=Duration.seconds(10),
            memory_size=1024,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS,
            environment={
                "CACHE_URL": cache.url,
                "PROVIDER_SECRET_ARN": self._storage.provider_secret.secret_arn,
                "DECIDE_SECRET_ARN": self._storage.decide_secret.secret_arn,
            },
            **inside,
        )
        self._storage.table.grant(
            function, "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"
        )
        self._storage.bucket.grant_read(function, "live/*")
        self._storage.provider_secret.grant_read(function)
        self._storage.decide_secret.grant_read(function)
        return lambda_.Alias(
            self, "DecideLive", alias_name="live", version=function.current_version
        )


def _consume(
    function: lambda_.Function, work: WorkQueue, *, batch: int, concurrency: int = 2
) -> None:
    """A message that cannot be processed is put into the dead-letter queue with its reason."""
    function.add_environment("DEAD_QUEUE_URL", work.dead.queue_url)
    work.dead.grant_send_messages(function)
    function.add_event_source(
        sources.SqsEventSource(
            work.queue,
            batch_size=batch,
            report_batch_item_failures=True,
            max_concurrency=concurrency,
        )
    )
