"""Start the CLI for a case, in a sandbox of its own."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from adapters.aws.secrets import ProviderSecret
from adapters.provider.optional import Optional
from container.api import KiloApi
from container.models import ModelList
from container.proxy import MeteringProxy
from container.sandboxes import SandboxClient


@dataclass(frozen=True)
class Harness:
    """The CLI, started and ready; its key, proxy, server and user serve nothing else."""

    sandbox: SandboxClient
    proxy: MeteringProxy
    api: KiloApi

    def disconnect(self) -> None:
        """Close the connections to it; what is in the sandbox stays."""
        self.proxy.close()
        self.api.close()

    def end(self) -> None:
        """End it and remove all that it left. Raises SandboxLost."""
        self.disconnect()
        self.sandbox.end()


@dataclass(frozen=True)
class ProviderAccess:
    """The way to a provider, and its models. `listed` is asked for once; `optional` is what is
    learnt of its parameters."""

    secret: ProviderSecret
    trust: ssl.SSLContext
    listed: ModelList
    optional: Optional = field(default_factory=Optional)

    @classmethod
    def of(cls, secret: ProviderSecret) -> "ProviderAccess":
        trust = httpx.create_ssl_context()
        return cls(secret, trust, ModelList(secret, trust))

    def proxy(self) -> MeteringProxy:
        return MeteringProxy(self.secret, self.listed, self.trust, self.optional)


Start = Callable[[SandboxClient], Harness]


def starting(provider: ProviderAccess) -> Start:
    """Return a function that starts a harness in a sandbox. It raises SandboxRefused, with the
    CLI's output, and SandboxLost."""

    def start(sandbox: SandboxClient) -> Harness:
        proxy = provider.proxy()
        proxy.access.uid = sandbox.begin()
        try:
            served = sandbox.serve(proxy.url, proxy.key)
        except BaseException:
            proxy.close()
            raise
        api = KiloApi.at(served.port, served.password)
        api.warm_up()
        return Harness(sandbox, proxy, api)

    return start
