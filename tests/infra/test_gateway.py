"""The optional gateway: what is deployed with it, and nothing of it without."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway.main import _KEEP_ALIVE_SECONDS
from gateway.service import MOST_DRAIN_SECONDS, callers
from infra.names import STACK_NAME
from local.aws import client
from local.deploy import Deployer
from local.process import clean_env, free_port
from local.servers import start_emulator
from local.synth import ROOT, synthesize
from tests.infra.template import Resources, actions, of, resources_of
from tests.infra.test_gateway_options import CERTIFICATE, SETTINGS, settings_in

KINDS = ("AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::", "AWS::ApplicationAutoScaling::")
# Without it the functions' packages are installed again, which these tests do not look at.
UNBUNDLED: dict[str, Any] = {"aws:cdk:bundling-stacks": []}
ARNS = {
    "PROVIDER_SECRET_ARN": "StorageProviderSecret",
    "DECIDE_SECRET_ARN": "StorageDecideSecret",
    "SIGNING_SECRET_ARN": "TokenSigningSecret",
    "CALLERS_SECRET_ARN": "GatewayTaskGatewayCallers",
}


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesized with a certificate, with the rules validated, in an environment of nothing."""
    out, folder = tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("settings")
    context = {
        "gateway": "true",
        "gatewaySettings": settings_in(folder, drainSeconds=900),
        "gatewayCertificateArn": CERTIFICATE,
        "gatewayAccessLogs": "logs-of-mine",
        "gatewayMaxTasks": "5",
        **UNBUNDLED,
    }
    env = clean_env(
        CDK_OUTDIR=str(out),
        CDK_CONTEXT_JSON=json.dumps(context),
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION="20",
        DOCKER_HOST="unix:///nonexistent",
    )
    command = [sys.executable, "-m", "infra.app"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def public(assembly: Path) -> Resources:
    return resources_of(assembly)


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthesized for the emulator, without a certificate."""
    file = settings_in(tmp_path_factory.mktemp("settings"))
    return synthesize(tmp_path_factory.mktemp("inside"), gateway="true", gatewaySettings=file)


def only(resources: Resources, kind: str) -> dict[str, Any]:
    (found,) = of(resources, kind)
    return dict(found)


def gateways(resources: Resources, kind: str) -> dict[str, Any]:
    """Return the one of a kind that is the gateway's, where there are others, too."""
    (found,) = [
        r["Properties"]
        for n, r in resources.items()
        if r["Type"] == kind and n.startswith("Gateway")
    ]
    return dict(found)


def attributes(found: dict[str, Any], name: str) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in found[name]}


def container(resources: Resources) -> dict[str, Any]:
    (found,) = gateways(resources, "AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    return dict(found)


def variables(resources: Resources) -> dict[str, Any]:
    return {v["Name"]: v["Value"] for v in container(resources)["Environment"]}


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


def test_a_task_may_read_its_four_secrets_write_usage_rows_and_nothing_else(
    public: Resources,
) -> None:
    (policy,) = [
        p for p in of(public, "AWS::IAM::Policy") if p["PolicyName"].startswith("GatewayTaskTask")
    ]
    statement, rows = policy["PolicyDocument"]["Statement"]
    assert actions(rows) == {"dynamodb:PutItem", "dynamodb:UpdateItem"}
    assert "UsageTable" in json.dumps(rows["Resource"])
    assert (statement["Effect"], actions(statement)) == ("Allow", {"secretsmanager:GetSecretValue"})
    assert "Condition" not in statement
    names = [arn["Ref"] for arn in statement["Resource"]]
    assert len(names) == 4
    assert {name[:-8] for name in names} == set(ARNS.values())


def test_what_starts_the_task_may_pull_and_log_alone(public: Resources) -> None:
    (policy,) = [
        p
        for p in of(public, "AWS::IAM::Policy")
        if p["PolicyName"].startswith("GatewayTaskExecution")
    ]
    found = {
        action: json.dumps(statement["Resource"])
        for statement in policy["PolicyDocument"]["Statement"]
        for action in actions(statement)
    }
    assert {action.partition(":")[0] for action in found} == {"ecr", "logs"}
    assert [action for action, of_what in found.items() if of_what == '"*"'] == [
        "ecr:GetAuthorizationToken"
    ]
    assert "GatewayTaskLogs" in found["logs:PutLogEvents"]


def test_no_secret_stands_in_the_definition_of_the_task(public: Resources) -> None:
    """They are named, and the process reads them."""
    assert not {"Secrets", "EnvironmentFiles", "Command"} & container(public).keys()
    found = variables(public)
    assert found.keys() == {"GATEWAY_SETTINGS", "DECIDE_URL", "USAGE_TABLE_NAME", *ARNS}
    for name, secret in ARNS.items():
        assert found[name]["Ref"].startswith(secret)
    assert found["DECIDE_URL"]["Fn::Join"][1][1] == "/decide"
    assert json.loads(found["GATEWAY_SETTINGS"])["upstreamUrl"] == SETTINGS["upstreamUrl"]
    assert "resolve:secretsmanager" not in json.dumps(public)


def test_the_first_callers_key_is_made_by_aws(public: Resources) -> None:
    secret = gateways(public, "AWS::SecretsManager::Secret")
    assert "SecretString" not in secret
    made = secret["GenerateSecretString"]
    assert (made["SecretStringTemplate"], made["GenerateStringKey"]) == ("{}", "first")
    assert made["PasswordLength"] >= 32


def test_a_container_can_write_nothing_and_has_no_capability(public: Resources) -> None:
    found = container(public)
    assert found["ReadonlyRootFilesystem"] is True
    assert found["LinuxParameters"]["Capabilities"] == {"Drop": ["ALL"]}


def test_logs_are_kept_for_a_month(public: Resources) -> None:
    assert gateways(public, "AWS::Logs::LogGroup")["RetentionInDays"] == 30


# What the embedded AWS does not know: rules between two groups, scaling, and a VPC's range.
RANGE = re.compile(r'\{"Fn::GetAtt": \["NetworkVpc\w+", "CidrBlock"\]\}')
LACKING = ("AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress", KINDS[2])


def _trimmed(assembly: Path, folder: Path) -> Path:
    shutil.copytree(assembly, folder)
    file = folder / f"{STACK_NAME}.template.json"
    template = json.loads(file.read_text())
    kept = {n: r for n, r in template["Resources"].items() if not r["Type"].startswith(LACKING)}
    assert len(template["Resources"]) - len(kept) == 5
    text, count = RANGE.subn('"10.0.0.0/16"', json.dumps({**template, "Resources": kept}))
    assert count == 1
    file.write_text(text)
    return folder


def test_the_embedded_aws_takes_all_of_it_that_it_knows(inside: Path, tmp_path: Path) -> None:
    """Without a Docker engine it runs no task; the first key of the callers is one to be used."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    emulator = start_emulator(port, free_port(), tmp_path)
    try:
        deployer = Deployer(endpoint, _trimmed(inside, tmp_path / "out"), STACK_NAME)
        outputs = deployer.deploy(CacheUrl="valkey://127.0.0.1:1/0")
        manager = client("secretsmanager", endpoint)
        secret = manager.get_secret_value(SecretId=outputs["GatewayCallersArn"])["SecretString"]
        service = _service(client("ecs", endpoint))
    finally:
        emulator.stop()
    assert list(callers(secret).values()) == ["first"]
    assert service["loadBalancers"][0]["containerName"] == "gateway"
    assert outputs["GatewayHost"]


def _service(ecs: Any) -> Any:
    (cluster,) = [c for c in ecs.list_clusters()["clusterArns"] if "Gateway" in c]
    (arn,) = ecs.list_services(cluster=cluster)["serviceArns"]
    return ecs.describe_services(cluster=cluster, services=[arn])["services"][0]
