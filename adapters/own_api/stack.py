"""Read where a deployed stack answers."""

from dataclasses import dataclass

from adapters.aws import clients


@dataclass(frozen=True)
class StackOutputs:
    """The outputs of the CloudFormation stack that clients need."""

    decide_url: str
    admin_url: str
    provider_secret_arn: str
    decide_secret_arn: str
    token_url: str
    token_secret_arn: str
    signing_secret_arn: str
    usage_table: str


def stack_outputs(name: str) -> StackOutputs:
    """Return the outputs of the stack. Raises KeyError if one is missing, and botocore's
    ClientError if there is no such stack."""
    stack = clients.cloudformation().describe_stacks(StackName=name)["Stacks"][0]
    found = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
    return StackOutputs(
        decide_url=found["DecideUrl"],
        admin_url=found["AdminUrl"],
        provider_secret_arn=found["ProviderSecretArn"],
        decide_secret_arn=found["DecideSecretArn"],
        token_url=found["TokenUrl"],
        token_secret_arn=found["TokenSecretArn"],
        signing_secret_arn=found["SigningSecretArn"],
        usage_table=found["UsageTableName"],
    )
