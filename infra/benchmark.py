"""Build the functions between a started run and its last result."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from constructs import Construct

from infra.function import Maker, consume
from infra.queues import Queues
from infra.worker import Worker


class Benchmark(Construct):
    """The functions `dispatch`, `replay`, `grade`, `settle` and `sweep`. A run without progress for
    `stall` is dispatched again."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        maker: Maker,
        queues: Queues,
        worker: Worker,
        stall: Duration,
    ) -> None:
        super().__init__(scope, construct_id)
        self._maker, self._queues, self._worker = maker, queues, worker
        self._urls = {
            "RUN_QUEUE_URL": queues.runs.queue.queue_url,
            "CHUNK_QUEUE_URL": queues.chunks.queue.queue_url,
            "REPLAY_QUEUE_URL": queues.replays.queue.queue_url,
            "GRADE_QUEUE_URL": queues.grades.queue.queue_url,
            "PUBLISH_QUEUE_URL": queues.publishes.queue.queue_url,
        }
        self._dispatch()
        self._replay()
        self._grade()
        self._settle()
        self._sweep(stall)

    def _function(
        self, name: str, handler: str, timeout: Duration, extra: dict[str, str] | None = None
    ) -> lambda_.Function:
        function = self._maker.make(
            self,
            name,
            f"benchmark.{handler}.handler",
            timeout=timeout,
            environment={**self._urls, **(extra or {})},
        )
        self._maker.storage.grant_items(function)
        self._maker.storage.grant_read_objects(function, "cases", "carried", "attempts")
        self._queues.publishes.queue.grant_send_messages(function)
        return function

    def _dispatch(self) -> None:
        function = self._function(
            "Dispatch", "dispatch.handler", Duration.minutes(5), self._worker.start_environment
        )
        for work in (self._queues.chunks, self._queues.replays, self._queues.grades):
            work.queue.grant_send_messages(function)
        self._worker.task.grant_run(function)
        function.add_to_role_policy(self._worker.may_list)
        runs = self._queues.runs
        consume(function, runs.queue, runs.dead, batch=1)

    def _replay(self) -> None:
        secret = self._maker.storage.provider_secret
        function = self._function(
            "Replay",
            "grade.replay_handler",
            Duration.minutes(14),
            {"PROVIDER_SECRET_ARN": secret.secret_arn},
        )
        secret.grant_read(function)
        replays = self._queues.replays
        replays.queue.grant_send_messages(function)
        consume(function, replays.queue, replays.dead, batch=1, concurrency=4)

    def _grade(self) -> None:
        function = self._function("Grade", "grade.handler", Duration.minutes(1))
        self._queues.chunks.queue.grant_send_messages(function)
        grades = self._queues.grades
        consume(function, grades.queue, grades.dead, batch=10, concurrency=4)

    def _settle(self) -> None:
        function = self._function("Settle", "dispatch.dead_letters_handler", Duration.minutes(1))
        for work in (self._queues.chunks, self._queues.replays, self._queues.grades):
            work.queue.grant_send_messages(function)
        for dead in (self._queues.chunks.dead, self._queues.replays.dead):
            consume(function, dead, self._queues.parked, batch=10)

    def _sweep(self, stall: Duration) -> None:
        extra = {
            "STALL_SECONDS": str(stall.to_seconds()),
            **self._worker.version,
            **self._worker.start_environment,
        }
        function = self._function("Sweep", "dispatch.sweep_handler", Duration.minutes(1), extra)
        for work in (self._queues.runs, self._queues.chunks, self._queues.grades):
            work.queue.grant_send_messages(function)
        self._maker.storage.grant_read_objects(function, "live")
        self._maker.storage.grant_put_objects(function, "live")
        self._queues.replays.queue.grant_send_messages(function)
        self._queues.chunks.queue.grant(function, "sqs:GetQueueAttributes")
        self._worker.task.grant_run(function)
        function.add_to_role_policy(self._worker.may_list)
        scheduler.Schedule(
            self,
            "SweepSchedule",
            schedule=scheduler.ScheduleExpression.rate(Duration.minutes(1)),
            target=targets.LambdaInvoke(function),
            description="Moves runs that stand still",
        )
