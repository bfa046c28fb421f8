"""Where the CLI prints, and how it prints numbers."""

from rich.console import Console

console = Console(highlight=False)
UNKNOWN = "unknown"
SIMULATED = "[yellow]simulated[/]"


def share(value: float | None) -> str:
    """Percent with one decimal where it says something."""
    return UNKNOWN if value is None else f"{100 * value:.1f}".removesuffix(".0") + "%"


def usd(value: float | None) -> str:
    """Six decimals at most, without trailing zeros; less than that is said to be less."""
    if value is None:
        return UNKNOWN
    if 0 < value < 1e-6:
        return "<$0.000001"
    return "$" + f"{value:.6f}".rstrip("0").rstrip(".")


def millis(value: int | None) -> str:
    return UNKNOWN if value is None else f"{value} ms"
