"""Build the HTTP API of `/decide`."""

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class DecideApi(Construct):
    """The API: `POST {url}`, and `GET /candidates` beside it. The function itself checks the bearer
    secret. The OpenAPI document at `/openapi.json` is public."""

    def __init__(self, scope: Construct, construct_id: str, *, decide: lambda_.IFunction) -> None:
        super().__init__(scope, construct_id)
        api = apigateway.HttpApi(self, "HttpApi")
        integration = integrations.HttpLambdaIntegration("Decide", decide)
        for method, path in (
            (apigateway.HttpMethod.POST, "/decide"),
            (apigateway.HttpMethod.GET, "/candidates"),
            (apigateway.HttpMethod.GET, "/openapi.json"),
        ):
            api.add_routes(path=path, methods=[method], integration=integration)
        self.url = f"{api.api_endpoint}/decide"
