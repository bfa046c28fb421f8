"""Build the gateway: a service on Fargate behind a load balancer, off unless it is asked for."""

from aws_cdk import Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as balancing
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.gateway_options import GatewayOptions
from infra.gateway_task import PORT, GatewayTask
from infra.network import Network
from infra.storage import Storage
from infra.usage import Usage

_HTTPS, _HTTP = 443, 80
# AWS: the longest. The server keeps its connections for longer, else there are sporadic 502.
_IDLE_SECONDS, _MOST_DELAY = 4_000, 3_600


class Gateway(Construct):
    """The service, in a cluster of its own, because the stages count the workers in theirs. With a
    certificate the balancer is on the internet, by HTTPS alone; without one it is inside the
    network. `host` is the balancer's name.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        options: GatewayOptions,
        network: Network,
        storage: Storage,
        signing_secret: secretsmanager.ISecret,
        decide_url: str,
        usage: Usage,
    ) -> None:
        super().__init__(scope, construct_id)
        self._options, self._vpc = options, network.vpc
        task = GatewayTask(
            self,
            "Task",
            settings=options.settings.wire_json(),
            storage=storage,
            signing_secret=signing_secret,
            decide_url=decide_url,
            usage=usage,
        )
        self.callers_secret = task.callers_secret
        service = self._service(task.definition)
        self._balancer = self._balanced()
        self._scale(service, self._targets(service))
        self.host = self._balancer.load_balancer_dns_name

    def _service(self, definition: ecs.FargateTaskDefinition) -> ecs.FargateService:
        """Return the service. It has no count of its own: a deployment would reset that to which it
        was scaled."""
        return ecs.FargateService(
            self,
            "Service",
            cluster=ecs.Cluster(self, "Cluster", vpc=self._vpc),
            task_definition=definition,
            min_healthy_percent=100,
            max_healthy_percent=200,
            circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True),
            health_check_grace_period=Duration.seconds(60),
            assign_public_ip=True,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            security_groups=[_task_group(self, self._vpc, self._options.upstream_port)],
        )

    def _balanced(self) -> balancing.ApplicationLoadBalancer:
        public = self._options.certificate is not None
        kind = ec2.SubnetType.PUBLIC if public else ec2.SubnetType.PRIVATE_WITH_EGRESS
        balancer = balancing.ApplicationLoadBalancer(
            self,
            "Balancer",
            vpc=self._vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=kind),
            internet_facing=public,
            idle_timeout=Duration.seconds(_IDLE_SECONDS),
            # It would take out `session_id`, by which Codex names its session.
            drop_invalid_header_fields=False,
            security_group=ec2.SecurityGroup(
                self, "BalancerGroup", vpc=self._vpc, allow_all_outbound=False
            ),
        )
        if self._options.access_logs:
            balancer.set_attribute("access_logs.s3.enabled", "true")
            balancer.set_attribute("access_logs.s3.bucket", self._options.access_logs)
        return balancer

    def _targets(self, service: ecs.FargateService) -> balancing.ApplicationTargetGroup:
        """Listen, and return the group of the tasks. ECS lets a task end its streams for
        `drainSeconds`, without new requests, before it asks the task to end."""
        listener = self._listener()
        return listener.add_targets(
            "Tasks",
            port=PORT,
            protocol=balancing.ApplicationProtocol.HTTP,
            targets=[service],
            deregistration_delay=Duration.seconds(
                min(self._options.settings.drain_seconds, _MOST_DELAY)
            ),
            # Streams last from a second to many minutes, so that turns say little about load.
            load_balancing_algorithm_type=(
                balancing.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS
            ),
            health_check=balancing.HealthCheck(
                path="/health",
                healthy_http_codes="200",
                interval=Duration.seconds(10),
                timeout=Duration.seconds(5),
                healthy_threshold_count=2,
                unhealthy_threshold_count=3,
            ),
        )

    def _listener(self) -> balancing.ApplicationListener:
        options = self._options
        port = _HTTPS if options.certificate else _HTTP
        for address in options.callers or (self._everyone(),):
            peer = ec2.Peer.ipv4(address)
            self._balancer.connections.allow_from(peer, ec2.Port.tcp(port), "callers")
        if options.certificate is None:
            http = balancing.ApplicationProtocol.HTTP
            return self._balancer.add_listener("Http", port=port, protocol=http, open=False)
        return self._balancer.add_listener(
            "Https",
            port=port,
            protocol=balancing.ApplicationProtocol.HTTPS,
            certificates=[balancing.ListenerCertificate.from_arn(options.certificate)],
            ssl_policy=balancing.SslPolicy.RECOMMENDED_TLS,
            open=False,
        )

    def _everyone(self) -> str:
        return "0.0.0.0/0" if self._options.certificate else self._vpc.vpc_cidr_block

    def _scale(
        self, service: ecs.FargateService, targets: balancing.ApplicationTargetGroup
    ) -> None:
        options = self._options
        tasks = service.auto_scale_task_count(
            min_capacity=options.min_tasks, max_capacity=options.max_tasks
        )
        tasks.scale_on_cpu_utilization("Cpu", target_utilization_percent=options.cpu_percent)
        tasks.scale_on_request_count(
            "Requests", target_group=targets, requests_per_target=options.requests_per_task
        )


def _task_group(scope: Construct, vpc: ec2.IVpc, upstream: int) -> ec2.SecurityGroup:
    """Return the group of the tasks: they connect to AWS and to the provider's port alone."""
    group = ec2.SecurityGroup(scope, "TaskGroup", vpc=vpc, allow_all_outbound=False)
    for number in sorted({_HTTPS, upstream}):
        group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(number), "AWS and the provider")
    return group
