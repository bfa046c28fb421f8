"""Read what an operator sets of the gateway in the CDK context, and refuse what cannot work."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from contracts.errors import Malformed
from gateway.settings import Settings

if TYPE_CHECKING:
    from constructs import Node

# Chosen: two tasks are in two zones; a task of one core then serves about 200 streams of 20 s.
_NUMBERS = {
    "gatewayMinTasks": (2, 1, 1_000),
    "gatewayMaxTasks": (8, 1, 1_000),
    "gatewayCpuPercent": (50, 10, 90),
    "gatewayRequestsPerTask": (600, 1, 1_000_000),
}
_TEXTS = ("gatewaySettings", "gatewayCertificateArn", "gatewayFrom", "gatewayAccessLogs")
_SWITCH = {None: False, False: False, "false": False, True: True, "true": True}


@dataclass(frozen=True)
class GatewayOptions:
    """The options. `callers` are the IPv4 ranges that may call, None for all that can reach it.
    `access_logs` is the name of a bucket. `requests_per_task` are those of a minute.
    """

    settings: Settings
    certificate: str | None
    callers: tuple[str, ...] | None
    access_logs: str | None
    min_tasks: int
    max_tasks: int
    cpu_percent: int
    requests_per_task: int

    @property
    def upstream_port(self) -> int:
        found = urlsplit(self.settings.upstream_url)
        return found.port or (443 if found.scheme == "https" else 80)


def options_of(node: "Node") -> GatewayOptions | None:
    """Return the options, None without `gateway=true`. Raises ValueError that names the one that
    is wrong, and the remedy."""
    given = {name: value for name, value in node.get_all_context().items() if _ours(name)}
    unknown = sorted(given.keys() - {"gateway", *_NUMBERS, *_TEXTS})
    if unknown:
        raise ValueError(
            f"{unknown[0]}: no such context; there are {', '.join(_TEXTS)}, {', '.join(_NUMBERS)}"
        )
    if not _switch(given.get("gateway")):
        return None
    least, most, cpu, requests = (_number(name, given.get(name)) for name in _NUMBERS)
    if least > most:
        raise ValueError("gatewayMinTasks: must not be more than gatewayMaxTasks")
    return GatewayOptions(
        settings=_settings(_text(given, "gatewaySettings")),
        certificate=_certificate(_text(given, "gatewayCertificateArn")),
        callers=_ranges(_text(given, "gatewayFrom")),
        access_logs=_text(given, "gatewayAccessLogs"),
        min_tasks=least,
        max_tasks=most,
        cpu_percent=cpu,
        requests_per_task=requests,
    )


def _ours(name: str) -> bool:
    return name.startswith("gateway")


def _switch(value: object) -> bool:
    if not isinstance(value, str | bool | None) or value not in _SWITCH:
        raise ValueError("gateway: must be `true` or `false`")
    return _SWITCH[value]


def _number(name: str, value: object) -> int:
    default, least, most = _NUMBERS[name]
    if value is None:
        return default
    text = str(value)
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise ValueError(f"{name}: must be a whole number from {least} to {most}")
    return int(text)


def _text(given: dict[str, object], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise ValueError(f"{name}: must be a text")
    return value


def _settings(file: str | None) -> Settings:
    """Return the settings that stand in a file; `/decide` is the stack's own."""
    if file is None:
        raise ValueError("gatewaySettings: is missing; name a file, as in docs/gateway.md")
    try:
        found = Settings.from_json(Path(file).read_bytes())
    except OSError as error:
        raise ValueError(f"gatewaySettings: {file}: {error.strerror}") from None
    except Malformed as error:
        raise ValueError(f"gatewaySettings: {file}: {error}") from None
    if found.decide_url is not None:
        raise ValueError("gatewaySettings: decideUrl: leave it out, the stack's own is asked")
    if found.telemetry != "off":
        raise ValueError(
            "gatewaySettings: telemetry: must be off; the image has no OpenTelemetry, and a task "
            "reaches no collector; the usage rows are in the output UsageTableName"
        )
    return found


def _certificate(arn: str | None) -> str | None:
    if arn is not None and not arn.startswith("arn:aws"):
        raise ValueError("gatewayCertificateArn: must be the ARN of a certificate in ACM")
    return arn


def _ranges(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    try:
        return tuple(str(IPv4Network(each.strip())) for each in text.split(","))
    except ValueError as error:
        raise ValueError(f"gatewayFrom: {error}; as in 192.0.2.0/24,198.51.100.7/32") from None
