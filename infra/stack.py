"""Build the stack: make the constructs and grant them access to each other, and nothing else."""

from typing import Any

from aws_cdk import CfnOutput, Duration, Stack, Tags
from constructs import Construct

from infra.api import DecideApi
from infra.benchmark import Benchmark
from infra.bundling import code
from infra.cache import TableCache
from infra.evaluation import Evaluation
from infra.function import Maker
from infra.functions import Functions
from infra.gateway import Gateway
from infra.gateway_options import options_of
from infra.network import Network
from infra.queues import Queues
from infra.recurring import Recurring
from infra.storage import Storage
from infra.token import Token
from infra.usage import Usage
from infra.worker import Worker

_MAX_TASKS = 20  # chosen: the default of `-c maxTasks`


class AutoRoutingStack(Stack):
    def __init__(self, scope: Construct, stack_id: str, *, local: bool, **props: Any) -> None:
        super().__init__(scope, stack_id, **props)
        Tags.of(self).add("project", "auto-routing")
        options = options_of(self.node)  # first: what is refused is refused at once
        storage = Storage(self, "Storage", enforce_ssl=not local)
        queues = Queues(self, "Queues")
        network = Network(self, "Network", local=local)
        cache = TableCache(self, "Cache", network=network, local=local)
        worker = Worker(self, "Worker", network=network, storage=storage, queues=queues)
        maker = Maker(code(bundled=not local), storage)
        Benchmark(
            self,
            "Benchmark",
            maker=maker,
            queues=queues,
            worker=worker,
            stall=Duration.seconds(20) if local else Duration.minutes(15),
        )
        functions = Functions(
            self,
            "Functions",
            maker=maker,
            queues=queues,
            network=network,
            cache=cache,
            worker=worker,
            max_tasks=int(self.node.try_get_context("maxTasks") or _MAX_TASKS),
        )
        usage = Usage(self, "Usage")
        usage.read_by(functions.admin)
        Evaluation(self, "Evaluation", maker=maker, queues=queues)
        token = Token(self, "Token", maker=maker)
        Recurring(
            self,
            "Recurring",
            function=functions.recur,
            expression=self.node.try_get_context("schedule"),
        )
        api = DecideApi(self, "Api", decide=functions.decide)
        self._outputs(
            DecideUrl=api.url,
            AdminUrl=functions.admin_url.url,
            TableName=storage.table.table_name,
            UsageTableName=usage.table.table_name,
            BucketName=storage.bucket.bucket_name,
            ProviderSecretArn=storage.provider_secret.secret_arn,
            DecideSecretArn=storage.decide_secret.secret_arn,
            TokenUrl=token.url.url,
            TokenSecretArn=token.caller_secret.secret_arn,
            SigningSecretArn=token.signing_secret.secret_arn,
            ClusterName=worker.cluster.cluster_name,
            TaskFamily=worker.task.family,
        )
        if options:
            gateway = Gateway(
                self,
                "Gateway",
                options=options,
                network=network,
                storage=storage,
                signing_secret=token.signing_secret,
                decide_url=api.url,
                usage=usage,
            )
            self._outputs(
                GatewayHost=gateway.host, GatewayCallersArn=gateway.callers_secret.secret_arn
            )

    def _outputs(self, **values: str) -> None:
        for name, value in values.items():
            CfnOutput(self, name, value=value)
