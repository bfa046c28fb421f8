"""What an operator sets under `callback_settings.auto_routing` of LiteLLM's config."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

VIRTUAL = ("kilo-auto/efficient", "claude-kilo-auto-efficient")
VIRTUAL_PREFIX = "kilo-auto/"
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_WHERE = "callback_settings.auto_routing"
_SHORTEST_MS, _LONGEST_MS = 50, 20_000
_REFERENCE = "os.environ/"
Secret = Callable[[str], str | None]


@dataclass(frozen=True)
class Fallback:
    """A known good model, with what it accepts; None is unknown."""

    model: str
    reasoning_effort: str | None = None
    context_length: int | None = None
    input_modalities: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings. `fallbacks` are tried in their order. LiteLLM's name of a model is the one in
    `deployments`, else `prefix` and the model's own. `deadline_ms` is how long a request waits for
    `/decide`.
    """

    decide_url: str
    decide_secret: str = field(repr=False)
    fallbacks: tuple[Fallback, ...]
    virtual_models: tuple[str, ...] = VIRTUAL
    denied_models: tuple[str, ...] = ()
    deployments: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    deadline_ms: int = 2_000

    def deployment(self, model: str) -> str:
        return self.deployments.get(model, f"{self.prefix}{model}")

    def virtual(self, name: object) -> bool:
        """Return whether auto-routing itself routes the model."""
        if not isinstance(name, str):
            return False
        return name in self.virtual_models or name.startswith(VIRTUAL_PREFIX)

    @classmethod
    def of(cls, given: object, secret: Secret) -> "Settings":
        """Return checked settings; `secret` resolves a reference such as `os.environ/NAME`. Raises
        ValueError, which names the field and the remedy.
        """
        found = cls(**_checked(given, secret))
        for model in (each.model for each in found.fallbacks):
            name, allowed = found.deployment(model), model not in found.denied_models
            _require(
                not found.virtual(name), "fallbacks", f"names the virtual {name}; name a real model"
            )
            _require(allowed, "fallbacks", f"names {model} of denied_models; remove it from one")
        return found


def _checked(given: object, secret: Secret) -> dict[str, Any]:
    values = _known(given, Settings, "")
    for name in values:
        if name in ("virtual_models", "denied_models"):
            values[name] = _texts(values[name], name)
    for name in ("decide_url", "decide_secret"):
        values[name] = _secret(values[name], name, secret)
    url = values["decide_url"]
    _require(url.startswith(("http://", "https://")), "decide_url", "needs the address of /decide")
    wait = values.get("deadline_ms", _SHORTEST_MS)
    bounds = f"needs a number from {_SHORTEST_MS} to {_LONGEST_MS}"
    _require(type(wait) is int and _SHORTEST_MS <= wait <= _LONGEST_MS, "deadline_ms", bounds)
    names = values.setdefault("deployments", {})
    _require(_named(names), "deployments", "needs LiteLLM's name for each model, as texts")
    _require(isinstance(values.get("prefix", ""), str), "prefix", "needs a text")
    values["fallbacks"] = _fallbacks(values["fallbacks"])
    return values


def _fallbacks(given: object) -> tuple[Fallback, ...]:
    _require(
        isinstance(given, list) and bool(given), "fallbacks", "needs a list of a model or more"
    )
    assert isinstance(given, list)
    return tuple(_fallback(each, f"fallbacks[{at}]") for at, each in enumerate(given))


def _fallback(given: object, where: str) -> Fallback:
    values = _known(given, Fallback, f"{where}.")
    _require(_text(values["model"]), f"{where}.model", "needs a text")
    effort, length = values.get("reasoning_effort"), values.get("context_length")
    known = effort is None or effort in EFFORTS
    _require(known, f"{where}.reasoning_effort", f"needs one of {', '.join(EFFORTS)}")
    sized = length is None or (type(length) is int and length > 0)
    _require(sized, f"{where}.context_length", "needs a number of tokens")
    kinds = values.get("input_modalities")
    if kinds is not None:
        values["input_modalities"] = _texts(kinds, f"{where}.input_modalities")
    return Fallback(**values)


def _known(given: object, kind: type[Settings] | type[Fallback], where: str) -> dict[str, Any]:
    """Return the fields that are given, all of which must exist."""
    _require(isinstance(given, Mapping), where.rstrip("."), "needs an object")
    assert isinstance(given, Mapping)
    names = {each.name for each in fields(kind)}
    for name in given:
        _require(name in names, f"{where}{name}", f"is unknown; the fields are {sorted(names)}")
    for each in fields(kind):
        needed = each.default is MISSING and each.default_factory is MISSING
        _require(not needed or given.get(each.name) is not None, where + each.name, "is required")
    return {name: value for name, value in given.items() if value is not None}


def _secret(given: object, where: str, secret: Secret) -> str:
    """Return a text, or what a reference to the proxy's environment stands for."""
    if isinstance(given, str) and given.startswith(_REFERENCE):
        named = f"refers to {given}, which is not set; export it to LiteLLM's process"
        given = secret(given)
        _require(_text(given), where, named)
    _require(_text(given), where, "needs a text, or os.environ/NAME")
    return str(given).strip()


def _texts(given: object, where: str) -> tuple[str, ...]:
    _require(isinstance(given, list) and all(map(_text, given)), where, "needs a list of texts")
    assert isinstance(given, list)
    return tuple(given)


def _named(given: object) -> bool:
    return isinstance(given, Mapping) and all(map(_text, (*given, *given.values())))


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _require(true: bool, where: str, remedy: str) -> None:
    if not true:
        # LiteLLM's log blackens what follows `secret:`.
        raise ValueError(f"{_WHERE}: `{where or _WHERE}` {remedy}")
