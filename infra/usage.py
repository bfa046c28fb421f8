"""Build the table of the gateway's usage rows."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

_WRITE = ("dynamodb:PutItem", "dynamodb:UpdateItem")


def _key(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


class Usage(Construct):
    """The table; it survives the deletion of the stack, because bills are made from it. Without a
    gateway it costs nothing.
    """

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.table = dynamodb.TableV2(
            self,
            "Table",
            partition_key=_key("pk"),
            sort_key=_key("sk"),
            global_secondary_indexes=[
                dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=f"by{n}", partition_key=_key(f"pk{n}"), sort_key=_key(f"sk{n}")
                )
                for n in (1, 2)
            ],
            billing=dynamodb.Billing.on_demand(),
            time_to_live_attribute="expiresAt",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )

    def grant_write(self, grantee: iam.IGrantable) -> None:
        """Grant what a gateway calls: transactions of puts and updates."""
        self.table.grant(grantee, *_WRITE)

    def read_by(self, function: lambda_.Function) -> None:
        """Let a function query the table, and tell it the name."""
        self.table.grant(function, "dynamodb:Query")
        function.add_environment("USAGE_TABLE_NAME", self.table.table_name)
