"""Start everything on one machine: servers, deployed stack, and workers."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from adapters.own_api.stack import StackOutputs
from infra.names import LOCAL_CACHE_PARAMETER, STACK_NAME
from local.agent import TaskAgent
from local.aws import CREDENTIALS, REGION, client
from local.deploy import Deployer
from local.process import free_port
from local.servers import start_emulator, start_valkey
from local.synth import ROOT, synthesize

BUILD = ROOT / "build"
STATE = BUILD / "local.json"


@dataclass(frozen=True)
class Endpoints:
    """The addresses of a running local stack: the emulator, and the stack's outputs as reachable
    URLs."""

    endpoint: str
    outputs: StackOutputs

    def save(self, path: Path = STATE) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def load(cls, path: Path = STATE) -> Self:
        """Return the addresses of the running stack. Raises FileNotFoundError if none runs."""
        found = json.loads(path.read_text())
        return cls(found["endpoint"], StackOutputs(**found["outputs"]))

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that lead any AWS SDK to the emulator."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            **CREDENTIALS,
        }


class LocalStack:
    """A local stack: `with LocalStack(say) as endpoints:` deploys it; leaving ends every process
    that it started."""

    def __init__(self, say: Callable[[str], None] = print, build: Path = BUILD) -> None:
        self._say, self._build, self._open = say, build, ExitStack()

    def __enter__(self) -> Endpoints:
        try:
            return self._start()
        except BaseException:
            self._open.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def _start(self) -> Endpoints:
        logs, port, valkey_port = self._build / "logs", free_port(), free_port()
        self._say("synthesizing the CDK app")
        assembly = synthesize(self._build / "cdk")
        self._say("starting the embedded AWS and Valkey")
        self._valkey = (valkey_port, logs)
        self._cache = start_valkey(valkey_port, logs)
        self._open.callback(lambda: self._cache.stop())
        self._open.callback(start_emulator(port, valkey_port, logs).stop)
        self._say("deploying the stack")
        endpoint = f"http://127.0.0.1:{port}"
        cache = f"valkey://127.0.0.1:{valkey_port}/0"
        outputs = Deployer(endpoint, assembly, STACK_NAME).deploy(**{LOCAL_CACHE_PARAMETER: cache})
        found = _endpoints(endpoint, outputs)
        self._start_agent(found, outputs["ClusterName"])
        return found

    def restart_cache(self) -> None:
        """Replace the cache by an empty one, as after a failover."""
        self._cache.stop()
        self._cache = start_valkey(*self._valkey)

    def _start_agent(self, found: Endpoints, cluster: str) -> None:
        env = {
            **found.environment,
            "IDLE_SECONDS": "5",
            "LEASE_SECONDS": "15",
            "ISOLATION": "preferred",
        }
        agent = TaskAgent(client("ecs", found.endpoint), cluster, env, self._build)
        agent.start()
        self._open.callback(agent.stop)


def _endpoints(endpoint: str, outputs: dict[str, str]) -> Endpoints:
    """Return the addresses: the emulator answers all hosts at one port, and names a host by its
    first label."""
    found = StackOutputs(
        decide_url=f"{endpoint}/_aws/execute-api/{_id(outputs['DecideUrl'])}/$default/decide",
        admin_url=f"{endpoint}/_aws/lambda-url/{_id(outputs['AdminUrl'])}",
        provider_secret_arn=outputs["ProviderSecretArn"],
        decide_secret_arn=outputs["DecideSecretArn"],
        token_url=f"{endpoint}/_aws/lambda-url/{_id(outputs['TokenUrl'])}",
        token_secret_arn=outputs["TokenSecretArn"],
        signing_secret_arn=outputs["SigningSecretArn"],
        usage_table=outputs["UsageTableName"],
    )
    return Endpoints(endpoint, found)


def _id(url: str) -> str:
    return (urlsplit(url).hostname or "").split(".", 1)[0]
