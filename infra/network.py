"""The network: the cache and the functions that read it are private, workers only reach out."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class Network(Construct):
    """Two zones. DynamoDB and S3 are reached through free gateway endpoints; one NAT gateway
    carries the classifier's provider calls out of the private subnets. The embedded AWS does
    not know NAT gateways, and needs none."""

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
        self.worker_group = ec2.SecurityGroup(self, "WorkerGroup", vpc=self.vpc)
