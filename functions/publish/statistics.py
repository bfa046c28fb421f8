"""Bounds of an accuracy, and how an error is spent over several looks at it."""

import math
from collections.abc import Sequence
from statistics import NormalDist

NEAR_COST = 1.05
FUTILITY = 0.85
_SHARES = {1: (1.0,), 2: (0.4, 0.6), 3: (0.2, 0.3, 0.5)}
MOST_LOOKS = max(_SHARES)


def wilson(passes: float, cases: int, confidence: float) -> tuple[float, float]:
    """One-sided lower and upper bound of a share, each at `confidence`.

    Wilson (1927). `passes` may be fractional when a case's score is a mean over repetitions.
    """
    z = NormalDist().inv_cdf(confidence)
    share, z2 = passes / cases, z * z / cases
    centre = (share + z2 / 2) / (1 + z2)
    half = z * math.sqrt(share * (1 - share) / cases + z2 / (4 * cases)) / (1 + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def paired_lower(differences: Sequence[float], confidence: float) -> float:
    """One-sided lower bound of the mean of `differences`, one for each case in -1 … 1: this
    candidate's score less the other's on the same case.

    Bonett and Price (2012): the adjusted Wald interval for paired shares, one case in favour of
    each added, so that it holds when hardly any case tells the two apart.
    """
    n = len(differences) + 2
    gains = (math.fsum(max(d, 0.0) for d in differences) + 1) / n
    losses = (math.fsum(max(-d, 0.0) for d in differences) + 1) / n
    spread = math.sqrt((gains + losses - (gains - losses) ** 2) / n)
    return gains - losses - NormalDist().inv_cdf(confidence) * spread


def spend(confidence: float, looks: int) -> tuple[float, ...]:
    """The confidence of each of 1 to 3 looks whose errors add up to 1 - `confidence`: at 90 %
    and three looks the errors are .02, .03 and .05.

    The shares are fixed in advance (alpha spending, Lan and DeMets 1983) and added up without use
    of the correlation between looks (Bonferroni), which errs on the safe side. Raises KeyError
    for more looks."""
    return tuple(1 - (1 - confidence) * share for share in _SHARES[looks])
