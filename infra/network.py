"""Build the network: the cache and its readers are private, workers can only connect outwards."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_route53resolver as route53resolver
from constructs import Construct

_HTTPS = 443


class Network(Construct):
    """A VPC with two zones. Free gateway endpoints lead to DynamoDB and S3; one NAT gateway carries
    the classifier's provider calls out of the private subnets. The emulator has no NAT gateways,
    and needs none."""

    def __init__(self, scope: Construct, construct_id: str, *, local: bool) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0 if local else 1,
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="public", subnet_type=ec2.SubnetType.PUBLIC),
                ec2.SubnetConfiguration(
                    name="private", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS
                ),
            ],
        )
        self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        self.vpc.add_gateway_endpoint("DynamoDb", service=ec2.GatewayVpcEndpointAwsService.DYNAMODB)
        self.function_group = ec2.SecurityGroup(self, "FunctionGroup", vpc=self.vpc)
        self.worker_group = _worker_group(self, self.vpc)
        hosts = self.node.try_get_context("modelHosts")
        if hosts:
            _resolve_only(self, self.vpc, [host.strip() for host in str(hosts).split(",")])


def _worker_group(scope: Construct, vpc: ec2.IVpc) -> ec2.SecurityGroup:
    """Return the group of the worker tasks: they accept no connection, and connect to one port
    only. Name resolution bypasses security groups."""
    port = int(scope.node.try_get_context("providerPort") or _HTTPS)
    group = ec2.SecurityGroup(scope, "WorkerGroup", vpc=vpc, allow_all_outbound=False)
    for number in sorted({_HTTPS, port}):
        group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(number), "AWS and the provider")
    return group


def _resolve_only(scope: Construct, vpc: ec2.IVpc, hosts: list[str]) -> None:
    """Resolve only names of AWS and of `hosts` in the network: commands of models can download
    nothing else by name."""
    allowed = route53resolver.CfnFirewallDomainList(
        scope, "Allowed", domains=["*.amazonaws.com", *hosts]
    )
    others = route53resolver.CfnFirewallDomainList(scope, "Others", domains=["*"])
    rule = route53resolver.CfnFirewallRuleGroup.FirewallRuleProperty
    rules = route53resolver.CfnFirewallRuleGroup(
        scope,
        "Rules",
        firewall_rules=[
            rule(action="ALLOW", firewall_domain_list_id=allowed.attr_id, priority=100),
            rule(
                action="BLOCK",
                block_response="NXDOMAIN",
                firewall_domain_list_id=others.attr_id,
                priority=200,
            ),
        ],
    )
    route53resolver.CfnFirewallRuleGroupAssociation(
        scope,
        "Association",
        firewall_rule_group_id=rules.attr_id,
        vpc_id=vpc.vpc_id,
        priority=101,
    )
