"""The hook that LiteLLM calls: `callbacks: auto_routing_litellm.proxy.hook`."""

import contextlib
import re
from typing import Any

import litellm
from litellm import get_secret_str
from litellm._logging import verbose_proxy_logger
from litellm.integrations.custom_logger import CustomLogger

from .ask import Asker
from .edit import APIS, edit
from .request import Request, headers_of, user_of
from .resolve import Choice, Resolver
from .settings import Settings

_NOTE = "auto_routing"
_METADATA = ("litellm_metadata", "metadata")
_UNPRINTABLE = re.compile(r"[^ -~]")
_MOST_HEADER = 200


class AutoRouting(CustomLogger):  # type: ignore[misc]
    """Resolves the virtual models of a proxy. Raises ValueError for settings that are not usable,
    so that the proxy does not start with them.
    """

    def __init__(self) -> None:
        super().__init__()
        given = getattr(litellm, "callback_settings", None) or {}
        settings = Settings.of(given.get(_NOTE), get_secret_str)
        self._settings = settings
        self._resolver = Resolver(settings, Asker(settings), _deployed)

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str
    ) -> dict[str, Any]:
        """Return the request with the model that serves. Never raises."""
        api = APIS.get(str(getattr(call_type, "value", call_type)))
        if api is None or data.get("model") not in self._settings.virtual_models:
            return data
        request = Request(api, data, user_of(user_api_key_dict), headers_of(data))
        choice = await self._resolver.resolve(request)
        deployment = self._settings.deployment(choice.model)
        edit(data, api, choice, deployment)
        _note(data, choice, deployment, request)
        return data

    async def async_post_call_response_headers_hook(
        self,
        data: dict[str, Any],
        user_api_key_dict: Any,
        response: Any,
        request_headers: dict[str, str] | None = None,
    ) -> dict[str, str] | None:
        """Return the headers that say what served, and why."""
        note = _noted(data)
        if note is None:
            return None
        told = {name: note.get(name) for name in ("model", "source", "reason", "effort")}
        return {f"x-auto-routing-{n}": _header(v) for n, v in told.items() if v is not None}

    async def async_log_success_event(
        self, kwargs: dict[str, Any], response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """Remember which model served the session, unless LiteLLM itself fell back to another."""
        params = kwargs.get("litellm_params") or {}
        note = _noted(params)
        if note is None or note.get("session") is None:
            return
        groups = [(params.get(name) or {}).get("model_group") for name in _METADATA]
        if note["deployment"] in groups:
            self._resolver.served(tuple(note["session"]), note["model"])


def _note(data: dict[str, Any], choice: Choice, deployment: str, request: Request) -> None:
    """Write what was chosen, and why, where LiteLLM's loggers find it."""
    place = next((n for n in _METADATA if isinstance(data.get(n), dict)), _METADATA[0])
    session = request.scope
    note = {**choice._asdict(), "deployment": deployment, "session": session and list(session)}
    data[place] = {**(data.get(place) or {}), _NOTE: note}


def _noted(data: dict[str, Any]) -> dict[str, Any] | None:
    found = ((data.get(name) or {}).get(_NOTE) for name in _METADATA)
    return next((note for note in found if isinstance(note, dict) and "deployment" in note), None)


def _header(value: Any) -> str:
    return _UNPRINTABLE.sub("?", str(value))[:_MOST_HEADER]


def _deployed(name: str) -> bool:
    """Return whether the proxy has a deployment of that name, or a wildcard; True if unknown."""
    with contextlib.suppress(Exception):
        from litellm.proxy.proxy_server import llm_router

        if llm_router is not None:
            registry = getattr(llm_router, "registry", None)
            found = registry().deployments(name) if registry else llm_router.get_model_list(name)
            return bool(found)
    verbose_proxy_logger.warning("auto-routing: it cannot be told whether %s is deployed", name)
    return True


hook = AutoRouting()
