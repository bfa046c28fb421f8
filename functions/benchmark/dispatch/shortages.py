"""Tells shortages of worker tasks, as metrics and in the log."""

import sys
from collections.abc import Iterable

from contracts.metrics import emf
from contracts.run import Shortage


def tell_shortages(met: Iterable[Shortage]) -> None:
    for short in met:
        missing = short.wanted - short.running
        line = emf({"Reason": short.reason[:100]}, {"MissingWorkers": missing})
        sys.stdout.write(f"{line}\n")
