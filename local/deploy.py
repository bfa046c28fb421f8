"""Deploy the synthesized assembly to the emulator, as `cdk deploy` would."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.errors import LocalFailure
from local.aws import ACCOUNT, REGION, client

_BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"  # the version parameter of `cdk bootstrap`


class DeployFailed(LocalFailure):
    """The stack was not deployed; the message has the reasons."""


@dataclass(frozen=True)
class Deployer:
    endpoint: str
    assembly: Path
    stack: str

    def deploy(self, **parameters: str) -> dict[str, str]:
        """Deploy the stack and return its outputs. Raises DeployFailed with the reasons of its
        events."""
        self._client("ssm").put_parameter(
            Name=_BOOTSTRAP, Value="30", Type="String", Overwrite=True
        )
        template_url = self._upload()
        cloudformation = self._client("cloudformation")
        cloudformation.create_stack(
            StackName=self.stack,
            TemplateURL=template_url,
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        )
        waiter = cloudformation.get_waiter("stack_create_complete")
        try:
            waiter.wait(StackName=self.stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        except Exception as error:
            raise DeployFailed(self._reasons(cloudformation)) from error
        stack = cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]
        return {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}

    def _client(self, service: str) -> Any:
        return client(service, self.endpoint)

    def _upload(self) -> str:
        """Upload the file assets to where the template looks for them. Return the URL of the
        template."""
        manifest = json.loads((self.assembly / f"{self.stack}.assets.json").read_text())
        template = f"{self.stack}.template.json"
        s3, url = self._client("s3"), ""
        for asset in manifest["files"].values():
            source, (target,) = asset["source"], asset["destinations"].values()
            bucket, key = _resolve(target["bucketName"]), _resolve(target["objectKey"])
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key=key, Body=_content(self.assembly, source))
            if source["path"] == template:
                url = f"{self.endpoint}/{bucket}/{key}"
        return url

    def _reasons(self, cloudformation: Any) -> str:
        events = cloudformation.describe_stack_events(StackName=self.stack)["StackEvents"]
        failed = [e for e in events if e["ResourceStatus"].endswith("FAILED")]
        return "; ".join(
            f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason')}" for e in failed
        )


def _resolve(text: str) -> str:
    return text.replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)


def _content(assembly: Path, source: dict[str, str]) -> bytes:
    path = assembly / source["path"]
    if source["packaging"] == "file":
        return path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(f for f in path.rglob("*") if f.is_file()):
            archive.write(file, file.relative_to(path))
    return packed.getvalue()
