"""Build the CDK app, for `cdk synth` and `cdk deploy`. Synthesis calls no AWS API."""

import os

import aws_cdk as cdk

from infra.names import STACK_NAME
from infra.stack import AutoRoutingStack


def build_app(outdir: str | None = None, context: dict[str, str] | None = None) -> cdk.App:
    """Return the app with its one stack; `local=1` in the context adapts it to the emulator."""
    app = cdk.App(outdir=outdir, context=context)
    AutoRoutingStack(app, STACK_NAME, local=app.node.try_get_context("local") == "1")
    return app


if __name__ == "__main__":
    build_app(os.environ.get("CDK_OUTDIR")).synth()
