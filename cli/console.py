"""Print to the terminal, and format numbers for it."""

from rich.console import Console

console = Console(highlight=False)
UNKNOWN = "unknown"
SIMULATED = "[yellow]simulated[/]"


def share(value: float | None) -> str:
    """Return per cent, with one decimal unless it is 0."""
    return UNKNOWN if value is None else f"{100 * value:.1f}".removesuffix(".0") + "%"


def usd(value: float | None) -> str:
    """Return USD with at most six decimals, without trailing zeros; a smaller amount as
    `<$0.000001`."""
    if value is None:
        return UNKNOWN
    if 0 < value < 1e-6:
        return "<$0.000001"
    return "$" + f"{value:.6f}".rstrip("0").rstrip(".")


def millis(value: int | None) -> str:
    return UNKNOWN if value is None else f"{value} ms"
