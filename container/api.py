"""Call the HTTP API of `kilo serve`. Prompts go here, so that they are on no command line."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from contracts.errors import AutoRoutingError
from contracts.json_text import read_json
from contracts.options import Effort

_SECONDS = 30.0  # chosen
_PATIENCE = 8.0  # chosen: a busy server answers by then
_NO = {"reply": "reject", "message": "This is not allowed here. Go on without it."}
_NEVER_ASK = ("question", "plan_enter", "plan_exit")


class MessageFailed(AutoRoutingError):
    """The CLI refused a message; the message is the CLI's answer, shortened."""


@dataclass(frozen=True)
class KiloApi:
    """A client of the server. Every call names the folder in which the session works, or None for
    the server's own. Thread-safe by session."""

    client: httpx.Client

    @classmethod
    def at(cls, port: int, password: str) -> "KiloApi":
        url = f"http://127.0.0.1:{port}"
        return cls(httpx.Client(base_url=url, auth=("kilo", password), timeout=_SECONDS))

    def close(self) -> None:
        self.client.close()

    def warm_up(self) -> None:
        """Have the CLI load what it loads once, such as the model list, so that no case waits for
        it. It works in its home meanwhile. A failure shows in the case."""
        with suppress(httpx.HTTPError, MessageFailed, RuntimeError):
            self._call("GET", "/config/providers", None)
            self._call("DELETE", f"/session/{self.open_session(None)}", None)

    def healthy(self) -> bool:
        """Return whether the server answers within 8 seconds."""
        try:
            return not self.client.get("/global/health", timeout=_PATIENCE).is_error
        except (httpx.HTTPError, RuntimeError):
            return False

    def open_session(self, directory: Path | None) -> str:
        """Open a session and return its id. Raises MessageFailed, httpx.HTTPError."""
        rules = [{"permission": p, "pattern": "*", "action": "deny"} for p in _NEVER_ASK]
        body = {"title": "benchmark", "permission": rules}
        return str(self._call("POST", "/session", directory, body)["id"])

    def send(
        self,
        session: str,
        directory: Path,
        *,
        model: str,
        prompt: str,
        system: str,
        effort: Effort | None,
        timeout: float,
    ) -> dict[str, Any]:
        """Send the prompt and return the last assistant message, when the model is done. Raises
        httpx.TimeoutException after `timeout` seconds, httpx.HTTPError if the server is gone,
        MessageFailed."""
        body = {
            "model": {"providerID": "kilo", "modelID": model},
            "parts": [{"type": "text", "text": prompt}],
            **({"system": system} if system else {}),
            **({"variant": effort} if effort else {}),
        }
        found = self._call("POST", f"/session/{session}/message", directory, body, timeout)
        return dict(found)

    def abort(self, session: str, directory: Path) -> None:
        with suppress(httpx.HTTPError, MessageFailed):
            self._call("POST", f"/session/{session}/abort", directory, {}, _PATIENCE)

    def messages(self, session: str, directory: Path) -> list[dict[str, Any]]:
        """Return the messages and tool calls that the CLI kept, or [] if it is gone."""
        with suppress(httpx.HTTPError, MessageFailed):
            found = self._call("GET", f"/session/{session}/message", directory, timeout=_PATIENCE)
            return list(found)
        return []

    def refuse_questions(self, directory: Path) -> None:
        """Refuse whatever the CLI asks its user, with a reason: without one the CLI would end its
        work."""
        with suppress(httpx.HTTPError, MessageFailed, KeyError, TypeError):
            for question in self._call("GET", "/permission", directory, timeout=_PATIENCE):
                path = f"/permission/{question['id']}/reply"
                self._call("POST", path, directory, _NO, _PATIENCE)

    def close_session(self, session: str, directory: Path) -> None:
        with suppress(httpx.HTTPError, MessageFailed):
            self._call("DELETE", f"/session/{session}", directory, timeout=_PATIENCE)

    def _call(
        self,
        method: str,
        path: str,
        directory: Path | None,
        body: Any = None,
        timeout: float = _SECONDS,
    ) -> Any:
        where = {} if directory is None else {"directory": str(directory)}
        try:
            answer = self.client.request(method, path, params=where, json=body, timeout=timeout)
        except RuntimeError as closed:
            raise httpx.ConnectError(str(closed)) from closed
        if answer.is_error:
            raise MessageFailed(f"HTTP {answer.status_code}: {answer.text[:300]}")
        try:
            return read_json(answer.text) if answer.content else {}
        except ValueError as error:
            raise MessageFailed(f"no JSON: {answer.text[:300]}") from error
