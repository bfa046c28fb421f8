"""The optional gateway: its service and balancer, and nothing of it without."""

from pathlib import Path
from typing import Any

from gateway.main import _KEEP_ALIVE_SECONDS
from gateway.service import MOST_DRAIN_SECONDS
from tests.infra.gateway_template import CERTIFICATE, KINDS, attributes, container, only
from tests.infra.template import Resources, of, resources_of


def test_without_it_nothing_of_it_is_there(production: Resources) -> None:
    assert not [r["Type"] for r in production.values() if r["Type"].startswith(KINDS)]
    assert not [name for name in production if name.startswith("Gateway")]


def test_with_it_all_else_stays_as_it_is(local: Resources, inside: Path) -> None:
    found = {n: r for n, r in resources_of(inside).items() if not n.startswith("Gateway")}
    assert found == local


def test_the_service_replaces_tasks_only_by_tasks_that_are_healthy(public: Resources) -> None:
    service = only(public, "AWS::ECS::Service")
    deployment = service["DeploymentConfiguration"]
    assert deployment["DeploymentCircuitBreaker"] == {"Enable": True, "Rollback": True}
    assert deployment["MinimumHealthyPercent"] == 100
    assert service["LaunchType"] == "FARGATE"
    assert "DesiredCount" not in service, "a deployment would undo what was scaled"


def test_the_tasks_are_counted_apart_from_the_workers(public: Resources) -> None:
    cluster = only(public, "AWS::ECS::Service")["Cluster"]["Ref"]
    assert cluster.startswith("GatewayCluster")


def test_it_is_scaled_by_cpu_and_by_requests_within_what_is_set(public: Resources) -> None:
    target = only(public, "AWS::ApplicationAutoScaling::ScalableTarget")
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 5)
    policies = of(public, "AWS::ApplicationAutoScaling::ScalingPolicy")
    tracked = [p["TargetTrackingScalingPolicyConfiguration"] for p in policies]
    assert {
        t["PredefinedMetricSpecification"]["PredefinedMetricType"]: t["TargetValue"]
        for t in tracked
    } == {"ECSServiceAverageCPUUtilization": 50, "ALBRequestCountPerTarget": 600}


def test_a_silent_stream_is_kept_and_a_stopping_task_ends_its_streams(public: Resources) -> None:
    balancer = only(public, "AWS::ElasticLoadBalancingV2::LoadBalancer")
    found = attributes(balancer, "LoadBalancerAttributes")
    assert found["idle_timeout.timeout_seconds"] == "4000"
    assert _KEEP_ALIVE_SECONDS > 4000, "a server that hangs up first makes the balancer answer 502"
    targets = only(public, "AWS::ElasticLoadBalancingV2::TargetGroup")
    group = attributes(targets, "TargetGroupAttributes")
    assert group["deregistration_delay.timeout_seconds"] == "900"
    assert container(public)["StopTimeout"] == 120 > MOST_DRAIN_SECONDS
    assert 120 - MOST_DRAIN_SECONDS >= 10, "the rows are written then"


def test_no_header_by_which_a_client_names_its_session_is_taken_out(public: Resources) -> None:
    """`session_id` has a sign that the balancer does not count as valid."""
    balancer = only(public, "AWS::ElasticLoadBalancingV2::LoadBalancer")
    found = attributes(balancer, "LoadBalancerAttributes")
    assert found["routing.http.drop_invalid_header_fields.enabled"] == "false"


def test_the_balancer_asks_for_health_and_logs_where_it_is_told(public: Resources) -> None:
    targets = only(public, "AWS::ElasticLoadBalancingV2::TargetGroup")
    assert (targets["HealthCheckPath"], targets["Matcher"]) == ("/health", {"HttpCode": "200"})
    assert (targets["TargetType"], targets["Port"]) == ("ip", 8080)
    balancer = only(public, "AWS::ElasticLoadBalancingV2::LoadBalancer")
    found = attributes(balancer, "LoadBalancerAttributes")
    assert (found["access_logs.s3.enabled"], found["access_logs.s3.bucket"]) == (
        "true",
        "logs-of-mine",
    )


def test_on_the_internet_there_is_https_alone(public: Resources) -> None:
    listener = only(public, "AWS::ElasticLoadBalancingV2::Listener")
    assert (listener["Port"], listener["Protocol"]) == (443, "HTTPS")
    assert listener["Certificates"] == [{"CertificateArn": CERTIFICATE}]
    assert "TLS13-1-2" in listener["SslPolicy"]
    assert only(public, "AWS::ElasticLoadBalancingV2::LoadBalancer")["Scheme"] == "internet-facing"
    assert _ports(public, "Balancer") == ([("0.0.0.0/0", 443)], [])


def test_without_a_certificate_it_is_inside_the_network(inside: Path) -> None:
    found = resources_of(inside)
    listener = only(found, "AWS::ElasticLoadBalancingV2::Listener")
    assert (listener["Port"], listener["Protocol"]) == (80, "HTTP")
    balancer = only(found, "AWS::ElasticLoadBalancingV2::LoadBalancer")
    assert balancer["Scheme"] == "internal"
    assert all("private" in subnet["Ref"] for subnet in balancer["Subnets"])
    ((address, port),), _ = _ports(found, "Balancer")
    assert (address["Fn::GetAtt"][1], port) == ("CidrBlock", 80)


def _ports(resources: Resources, name: str) -> tuple[list[Any], list[Any]]:
    """Return which addresses may call a group at which port, and which it may call."""
    (group,) = [
        g
        for g in of(resources, "AWS::EC2::SecurityGroup")
        if g["GroupDescription"].endswith(f"Gateway/{name}Group")
    ]
    found = [group.get(f"SecurityGroup{kind}", []) for kind in ("Ingress", "Egress")]
    ingress, egress = ([(rule["CidrIp"], rule["ToPort"]) for rule in rules] for rules in found)
    return ingress, egress


def test_only_the_balancer_reaches_a_task_and_a_task_two_ports(public: Resources) -> None:
    assert _ports(public, "Task") == ([], [("0.0.0.0/0", 443), ("0.0.0.0/0", 8443)])
    (rule,) = [
        r
        for r in of(public, "AWS::EC2::SecurityGroupIngress")
        if r["GroupId"]["Fn::GetAtt"][0].startswith("GatewayTaskGroup")
    ]
    assert rule["SourceSecurityGroupId"]["Fn::GetAtt"][0].startswith("GatewayBalancerGroup")
    assert (rule["FromPort"], rule["ToPort"]) == (8080, 8080)


def test_a_task_runs_where_the_workers_do(public: Resources) -> None:
    place = only(public, "AWS::ECS::Service")["NetworkConfiguration"]["AwsvpcConfiguration"]
    assert place["AssignPublicIp"] == "ENABLED"
    assert all("public" in subnet["Ref"] for subnet in place["Subnets"])
