"""Find the stack that the commands talk to: one on AWS, or the one that `make up` runs."""

import os
from dataclasses import dataclass
from functools import cached_property

from adapters.aws import clients
from adapters.aws.secrets import ProviderSecret, Secrets
from adapters.own_api.admin_api import AdminApi
from adapters.own_api.stack import StackOutputs, stack_outputs
from contracts.errors import AutoRoutingError
from local.stack import Endpoints


class NoStack(AutoRoutingError):
    """There is no stack to talk to; the message says how to get one."""


@dataclass(frozen=True)
class Target:
    outputs: StackOutputs

    @classmethod
    def local(cls, endpoints: Endpoints | None = None) -> "Target":
        """Point this process at the emulator and away from any account. Raises NoStack if it does
        not run."""
        try:
            found = endpoints or Endpoints.load()
        except FileNotFoundError:
            raise NoStack("no local stack is running; start one with `make up`") from None
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(found.environment)
        return cls(found.outputs)

    @classmethod
    def aws(cls, stack: str, profile: str | None, region: str | None) -> "Target":
        chosen = {"AWS_PROFILE": profile, "AWS_REGION": region, "AWS_DEFAULT_REGION": region}
        os.environ.update({name: value for name, value in chosen.items() if value})
        try:
            return cls(stack_outputs(stack))
        except KeyError as error:
            raise NoStack(
                f"stack {stack} has no output {error}; run `node_modules/.bin/cdk deploy`"
            ) from error
        except Exception as error:
            raise NoStack(
                f"stack {stack} cannot be read: {error}; check --stack, --profile and --region"
            ) from error

    @cached_property
    def admin(self) -> AdminApi:
        return AdminApi(self.outputs.admin_url)

    @cached_property
    def secrets(self) -> Secrets:
        return Secrets(clients.secretsmanager())

    @cached_property
    def decide_secret(self) -> str:
        return self.secrets.text(self.outputs.decide_secret_arn)

    def provider(self) -> ProviderSecret:
        """Return the stored provider. Raises SecretUnusable."""
        return self.secrets.provider(self.outputs.provider_secret_arn, newest=True)

    def set_provider(self, base_url: str, api_key: str) -> None:
        self.secrets.set_provider(self.outputs.provider_secret_arn, base_url, api_key)
