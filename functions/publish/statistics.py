"""Bounds of an accuracy."""

import math
from statistics import NormalDist


def wilson(passes: float, cases: int, confidence: float) -> tuple[float, float]:
    """One-sided lower and upper bound of a share, each at `confidence`.

    Wilson (1927). `passes` may be fractional when a case's score is a mean over repetitions.
    """
    z = NormalDist().inv_cdf(confidence)
    share, z2 = passes / cases, z * z / cases
    centre = (share + z2 / 2) / (1 + z2)
    half = z * math.sqrt(share * (1 - share) / cases + z2 / (4 * cases)) / (1 + z2)
    return max(0.0, centre - half), min(1.0, centre + half)
