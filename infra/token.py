"""Build the function that mints benchmark identities."""

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.function import Maker


class Token(Construct):
    """The function, which checks the caller's bearer secret itself, so that a gateway outside of
    AWS can call it. That secret is enough to be the benchmark user for six hours, and no other
    user."""

    def __init__(self, scope: Construct, construct_id: str, *, maker: Maker) -> None:
        super().__init__(scope, construct_id)
        self.caller_secret = self._secret("CallerSecret", "Bearer secret of the token function")
        self.signing_secret = self._secret("SigningSecret", "Signs benchmark identities")
        function = maker.make(
            self,
            "Token",
            "token.handler.handler",
            environment={
                "CALLER_SECRET_ARN": self.caller_secret.secret_arn,
                "SIGNING_SECRET_ARN": self.signing_secret.secret_arn,
            },
        )
        maker.storage.grant_keys(function, "CONFIG", "dynamodb:GetItem")
        self.caller_secret.grant_read(function)
        self.signing_secret.grant_read(function)
        self.url = function.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)

    def _secret(self, name: str, description: str) -> secretsmanager.Secret:
        return secretsmanager.Secret(
            self,
            name,
            description=description,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                exclude_punctuation=True, password_length=48
            ),
        )
