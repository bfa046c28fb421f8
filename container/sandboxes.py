"""Call a sandbox from the worker: the program in which one case at a time is at work."""

import base64
import io
import tarfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from container.sandbox.agent import EXPECTED, SOCKET
from contracts.errors import SandboxFailure

# Chosen: longer than the longest step of a sandbox, which may take 120 s.
_SECONDS = 180.0
_READY_SECONDS = 60.0
_EXPECTED = {kind.__name__ for kind in EXPECTED}


class SandboxRefused(SandboxFailure):
    """The sandbox could not do it for this case; it works on."""


class SandboxLost(SandboxFailure):
    """The sandbox is gone, or something of a case stays in it: no case may run in it again."""


@dataclass(frozen=True)
class Served:
    """The port and password of a case's `kilo serve`."""

    port: int
    password: str


@dataclass(frozen=True)
class Ran:
    """The outcome of a command; `exit_code` is negative if it was killed."""

    exit_code: int
    output: str
    errors: str
    timed_out: bool
    cut: bool


@dataclass(frozen=True)
class SandboxClient:
    """A client of one sandbox. Every method raises SandboxRefused and SandboxLost."""

    http: httpx.Client

    @classmethod
    def at(cls, folder: Path) -> "SandboxClient":
        """Connect to the agent whose socket is in `folder`, once it is there. Raises
        SandboxLost."""
        path, deadline = folder / SOCKET, time.monotonic() + _READY_SECONDS
        while not path.exists():
            if time.monotonic() > deadline:
                raise SandboxLost(f"no sandbox listens at {path}")
            time.sleep(0.05)
        way = httpx.HTTPTransport(uds=str(path))
        return cls(httpx.Client(transport=way, base_url="http://sandbox", timeout=_SECONDS))

    def disconnect(self) -> None:
        """Close the connections to it; the sandbox stays as it is."""
        self.http.close()

    def why_not(self) -> str | None:
        """Return why cases have no user of their own in it, or None if they have one."""
        reason = self._call("GET", "/")["why_not"]
        return None if reason is None else str(reason)

    def begin(self) -> int | None:
        """Make a new user with an empty home, and return its id, or None without users. All of the
        case before is removed."""
        found: int | None = self._call("POST", "/begin")["uid"]
        return found

    def serve(self, proxy_url: str, key: str) -> Served:
        return Served(**self._call("POST", "/serve", json={"proxy_url": proxy_url, "key": key}))

    def open(self, files: bytes) -> Path:
        """Lay the case's folder out from a tar archive; return its path."""
        return Path(self._call("POST", "/open", content=files)["folder"])

    def run(
        self,
        command: Sequence[str],
        *,
        stdin: bytes = b"",
        seconds: float,
        most: int,
        proxy: tuple[str, str] | None = None,
    ) -> Ran:
        """Run a command in the case's folder, for at most `seconds`; keep `most` bytes of its
        output. With a proxy's URL and key it is a command of the CLI, without the CLI's name."""
        fed = base64.b64encode(stdin).decode()
        body = {"command": [*command], "stdin": fed, "seconds": seconds, "most": most}
        cli = {"proxy_url": proxy[0], "key": proxy[1]} if proxy else {}
        found = self._call("POST", "/run", json=body | cli, timeout=seconds + _SECONDS)
        output, errors = (_text(found.pop(name)) for name in ("output", "errors"))
        return Ran(output=output, errors=errors, **found)

    def exceeded(self) -> str | None:
        """Return which limit the case has passed, in words, or None."""
        found = self._call("GET", "/")["exceeded"]
        return None if found is None else str(found)

    def server_runs(self) -> bool:
        return bool(self._call("GET", "/")["server_runs"])

    def close(self, *, keep_server: bool) -> bool:
        """End all that runs in the case, its server too unless it is to be kept. Return whether the
        server was kept."""
        return bool(self._call("POST", "/close", json={"keep_server": keep_server})["kept"])

    def collect(self) -> bytes:
        """Return the case's folder as a tar archive."""
        return self._send("GET", "/folder").content

    def clear(self) -> None:
        """Remove the case's folder; its user stays."""
        self._call("POST", "/clear")

    def end(self) -> None:
        """End the case and remove all of it."""
        self._call("POST", "/end")

    def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._send(method, path, **more).json()
        return found

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self.http.request(method, path, **more)
        except (httpx.HTTPError, RuntimeError) as error:
            raise SandboxLost(f"{path}: {type(error).__name__}: {error}") from error
        if answer.is_error:
            found = answer.json()
            kind = SandboxRefused if found["error"] in _EXPECTED else SandboxLost
            raise kind(f"{found['error']}: {found['message']}")
        return answer


def archive(files: Mapping[str, str]) -> bytes:
    """Return the files as a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, text in files.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), int(time.time())
            tar.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def archive_of(folder: Path) -> bytes:
    """Return a folder as a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name)
    return packed.getvalue()


def _text(encoded: str) -> str:
    return base64.b64decode(encoded).decode(errors="replace")
