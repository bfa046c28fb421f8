"""Drive the real kilo CLI in a small project, against the recorder."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from container.api import KiloApi
from container.sandbox.kilo import Kilo
from container.sandbox.server import KiloServer
from container.sandbox.user import User
from tests.reading.recorder import MODEL, Recorded, Recorder

# As a user has it, and not as a benchmark: it may compact, and has all its tools.
_CHANGES: dict[str, Any] = {"compaction": {"auto": True}, "permission": {"*": "allow"}}
_SECONDS = 120.0
_SLUG = "def slug(text):\n    return text.lower()\n"
_GIT = ("git", "-c", "user.name=dev", "-c", "user.email=dev@example.com")
_ORIGIN = "https://github.com/example/project.git"


@dataclass(frozen=True)
class Agent:
    """The CLI's server with its project, and what it was seen to send."""

    api: KiloApi
    project: Path
    recorder: Recorder

    def open(self, **settings: str) -> str:
        """Open a session and return its id. Without a title the CLI asks the model for one."""
        return str(self._post("/session", settings)["id"])

    def say(
        self, session: str, text: str, *replies: dict[str, Any], agent: str = "code"
    ) -> list[Recorded]:
        """Send a message as the user, let the model give these replies, and return the requests
        that it led to, without those for a title."""
        start = len(self.recorder.requests)
        self.recorder.replies.extend(replies)
        parts = [{"type": "text", "text": text}]
        model = {"providerID": "kilo", "modelID": MODEL}
        self._post(f"/session/{session}/message", {"model": model, "agent": agent, "parts": parts})
        return [r for r in self.recorder.requests[start:] if r.mode != "title"]

    def compact(self, session: str) -> None:
        """Summarize the session, as the command /compact does."""
        body = {"providerID": "kilo", "modelID": MODEL}
        self._post(f"/session/{session}/summarize", body)

    def title(self) -> Recorded:
        """Wait for a request for a title, which the CLI makes beside the others."""
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            for request in list(self.recorder.requests):
                if request.mode == "title":
                    return request
            time.sleep(0.1)
        raise TimeoutError("the CLI did not ask for a title")

    def _post(self, path: str, body: Any) -> Any:
        where = {"directory": str(self.project)}
        answer = self.api.client.post(path, params=where, json=body, timeout=_SECONDS)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def agent(root: Path, recorder: Recorder) -> Iterator[Agent]:
    """Run the CLI with home and project under `root`, until the block ends."""
    project = _project(root)
    kilo = Kilo.found(root, changes=_CHANGES)
    for folder in (kilo.home, kilo.temporary):
        folder.mkdir()
    server = KiloServer.start(kilo, User(None), recorder.url, "key")
    api = KiloApi.at(server.port, server.password)
    try:
        yield Agent(api, project, recorder)
    finally:
        api.close()
        os.killpg(server.pid, signal.SIGTERM)
        if not server.ends_within(10):
            os.killpg(server.pid, signal.SIGKILL)


def _project(root: Path) -> Path:
    project = root / "project"
    project.mkdir()
    (project / "slug.py").write_text(_SLUG)
    for arguments in (
        ("init", "-q"),
        ("remote", "add", "origin", _ORIGIN),
        ("add", "."),
        ("commit", "-q", "-m", "start"),
    ):
        subprocess.run([*_GIT, *arguments], cwd=project, check=True)
    return project
