"""Build what lasts: one DynamoDB table, one bucket, two secrets."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

_STRING = dynamodb.AttributeType.STRING
_READ = ("dynamodb:GetItem", "dynamodb:Query")
_WRITE = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
_MANY = ("dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem")


def _forget(prefix: str, days: int) -> s3.LifecycleRule:
    age = Duration.days(days)
    return s3.LifecycleRule(prefix=prefix, expiration=age, noncurrent_version_expiration=age)


class Storage(Construct):
    """The storage; it survives the deletion of the stack, because a benchmark's evidence was paid
    for."""

    def __init__(self, scope: Construct, construct_id: str, *, enforce_ssl: bool) -> None:
        super().__init__(scope, construct_id)
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name="pk", type=_STRING),
            sort_key=dynamodb.Attribute(name="sk", type=_STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute="expiresAt",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=enforce_ssl,
            versioned=True,
            lifecycle_rules=[_forget("decisions/", 90), _forget("pieces/", 1)],
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.provider_secret = secretsmanager.Secret(
            self,
            "ProviderSecret",
            description="JSON with baseUrl and apiKey of an OpenAI-compatible provider",
        )
        self.decide_secret = secretsmanager.Secret(
            self,
            "DecideSecret",
            description="Bearer secret with which a gateway calls /decide",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                exclude_punctuation=True, password_length=48
            ),
        )

    def grant_items(self, grantee: iam.IGrantable) -> None:
        """Grant the actions that our code calls. CDK's `grant_read_write_data` would add others,
        such as to scan the table."""
        self.table.grant(grantee, *_READ, *_WRITE, *_MANY)

    def grant_keys(self, grantee: iam.IGrantable, keys: str, *of: str) -> None:
        """Grant actions on the items whose partition key is like `keys`, and on no others."""
        statement = iam.PolicyStatement(
            actions=list(of),
            resources=[self.table.table_arn],
            conditions={
                "ForAllValues:StringLike": {"dynamodb:LeadingKeys": [keys]},
                "Null": {"dynamodb:LeadingKeys": "false"},
            },
        )
        grantee.grant_principal.add_to_principal_policy(statement)

    def grant_read_objects(self, grantee: iam.IGrantable, *folders: str) -> None:
        """Grant reading, and listing: else S3 does not say that an object is absent."""
        self._grant(grantee, "s3:GetObject", *self._objects(folders))
        self._grant(grantee, "s3:ListBucket", self.bucket.bucket_arn)

    def grant_put_objects(self, grantee: iam.IGrantable, *folders: str) -> None:
        self._grant(grantee, "s3:PutObject", *self._objects(folders))

    def _objects(self, folders: tuple[str, ...]) -> list[str]:
        return [self.bucket.arn_for_objects(f"{folder}/*") for folder in folders]

    def _grant(self, grantee: iam.IGrantable, action: str, *resources: str) -> None:
        iam.Grant.add_to_principal(grantee=grantee, actions=[action], resource_arns=list(resources))
