"""Where the CLI prints, and how it prints numbers."""

from rich.console import Console

console = Console(highlight=False)
UNKNOWN = "unknown"
SIMULATED = "[yellow]simulated[/]"


def share(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.1%}"


def usd(value: float | None) -> str:
    """Six decimals at most, without trailing zeros."""
    if value is None:
        return UNKNOWN
    return "$" + (f"{value:.6f}".rstrip("0").rstrip(".") if value else "0")


def millis(value: int | None) -> str:
    return UNKNOWN if value is None else f"{value} ms"
