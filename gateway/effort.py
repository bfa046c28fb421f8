"""Says how much a model is to reason, in the words of the API and within what the model knows."""

from collections.abc import Mapping
from typing import Any

from contracts.classification import ApiKind
from contracts.json_text import as_object
from contracts.options import Effort
from gateway.splice import DROP
from gateway.target import Target

_EFFORTS: tuple[Effort, ...] = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
Body = Mapping[str, Any]


def effort_in(kind: ApiKind, body: Body, target: Target, chosen: Effort | None) -> dict[str, Any]:
    """Return the members of the body that say the effort: the chosen one, else the caller's own,
    each as near as the model knows it. None is changed that says so already.
    """
    if not target.reasons:
        return {}
    return (_messages if kind is ApiKind.MESSAGES else _reasoning)(body, target, chosen)


def clamped(target: Target, effort: str) -> str | None:
    """Return the effort in the range of the model: the nearest one that it knows; None when it can
    only be left out.
    """
    if effort == "none" and not target.mandatory:
        return effort
    known = [e for e in _EFFORTS if e in target.efforts and e != "none"]
    if effort == "none":
        return next(iter(known), None)
    if not known or effort in known or effort not in _EFFORTS:
        return effort
    wanted = _EFFORTS.index(effort)
    return min(known, key=lambda e: abs(_EFFORTS.index(e) - wanted))


def _messages(body: Body, target: Target, chosen: Effort | None) -> dict[str, Any]:
    """Return the effort as Anthropic has it, where no effort is thinking that is disabled. A caller
    may disable that and name an effort, too, which is one for the answer.
    """
    config = as_object(body.get("output_config"))
    own, off = config.get("effort"), as_object(body.get("thinking")).get("type") == "disabled"
    wanted = chosen or own or ("none" if off else None)
    if not isinstance(wanted, str):
        return {}
    level, changes = clamped(target, wanted), dict[str, Any]()
    if level == "none" and not off:
        changes["thinking"] = {"type": "disabled"}
    elif level != "none" and off and (chosen or target.mandatory):
        changes["thinking"] = DROP
    config = {**config, "effort": level}
    if level in (None, "none"):
        del config["effort"]
    return changes | _changed(body, "output_config", config)


def _reasoning(body: Body, target: Target, chosen: Effort | None) -> dict[str, Any]:
    """Return the effort of the two other APIs. Beside it stands no budget and no switch."""
    given = as_object(body.get("reasoning"))
    off = "none" if given.get("enabled") is False else None
    said = [s for s in (off, given.get("effort"), body.get("reasoning_effort")) if s]
    wanted: Any = chosen or next(iter(said), None)
    level = clamped(target, wanted) if isinstance(wanted, str) else None
    if not isinstance(wanted, str) or (chosen is None and said.count(level) == len(said)):
        return {}
    found = {n: v for n, v in given.items() if n not in ("max_tokens", "enabled", "effort")}
    if level == "none" and target.efforts and level not in target.efforts:
        found["enabled"] = False  # a list of efforts without `none`: off is no effort there
    elif level is not None:
        found["effort"] = level
    other = {"reasoning_effort": DROP} if "reasoning_effort" in body else {}
    return _changed(body, "reasoning", found) | other


def _changed(body: Body, name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return the member when it changes; an empty object is left out."""
    if value == body.get(name, {}):
        return {}
    return {name: value or DROP}
