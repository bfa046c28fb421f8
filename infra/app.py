"""The CDK app: `cdk synth`, `cdk deploy`. Asks AWS nothing at synthesis."""

import os

import aws_cdk as cdk

from infra.names import STACK_NAME
from infra.stack import AutoRoutingStack


def build_app(outdir: str | None = None, context: dict[str, str] | None = None) -> cdk.App:
    """The app with its one stack; `local=1` in the context fits it to the embedded AWS."""
    app = cdk.App(outdir=outdir, context=context)
    AutoRoutingStack(app, STACK_NAME, local=app.node.try_get_context("local") == "1")
    return app


if __name__ == "__main__":
    build_app(os.environ.get("CDK_OUTDIR")).synth()
