"""Build the cache in front of the live table."""

from aws_cdk import CfnParameter
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from constructs import Construct

from infra.names import LOCAL_CACHE_PARAMETER
from infra.network import Network

_PORT = 6379  # ElastiCache Serverless for Valkey listens there


class TableCache(Construct):
    """ElastiCache Serverless for Valkey. The emulator does not know that resource type, so there a
    stack parameter names a local server. `url` is a Valkey URL."""

    def __init__(
        self, scope: Construct, construct_id: str, *, network: Network, local: bool
    ) -> None:
        super().__init__(scope, construct_id)
        if local:
            parameter = CfnParameter(self, "Url")
            parameter.override_logical_id(LOCAL_CACHE_PARAMETER)
            self.url = parameter.value_as_string
        else:
            self.url = self._serverless(network)

    def _serverless(self, network: Network) -> str:
        group = ec2.SecurityGroup(self, "Group", vpc=network.vpc, allow_all_outbound=False)
        group.add_ingress_rule(network.function_group, ec2.Port.tcp(_PORT), "functions")
        cache = elasticache.CfnServerlessCache(
            self,
            "Valkey",
            engine="valkey",
            major_engine_version="8",
            serverless_cache_name="auto-routing",
            security_group_ids=[group.security_group_id],
            subnet_ids=[subnet.subnet_id for subnet in network.vpc.private_subnets],
        )
        return f"valkeys://{cache.attr_endpoint_address}:{cache.attr_endpoint_port}/0"
