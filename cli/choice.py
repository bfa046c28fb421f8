"""Hold the global options, and find the stack that they name when a command first needs it."""

from dataclasses import dataclass

from cli.target import Target
from infra.names import STACK_NAME


@dataclass
class Choice:
    local: bool = False
    stack: str = STACK_NAME
    profile: str | None = None
    region: str | None = None

    def target(self) -> Target:
        if self.local:
            return Target.local()
        return Target.aws(self.stack, self.profile, self.region)


choice = Choice()
