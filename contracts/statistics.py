"""Bounds of an accuracy, a difference and a mean cost, and how many cases a bound needs."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import NormalDist, correlation, fmean, stdev

# chosen: how much of the error each of 1 to 3 looks may spend, see docs/statistics.md.
_SHARES = {1: (1.0,), 2: (0.4, 0.6), 3: (0.2, 0.3, 0.5)}
MOST_LOOKS = max(_SHARES)


def effective_cases(skills: Iterable[str]) -> float:
    """Return how many independent cases say as much as these, of which each has a skill: n² / Σ m²
    for skills with m cases each.

    Kish (1965): the design effect of clusters, 1 + (m - 1) ρ for clusters of equal size, here with
    ρ = 1, so that cases of one skill count as one. Miller (2024), "Adding Error Bars to Evals",
    estimates ρ from the scores; with as few clusters as here that estimate is often 0 by chance.
    """
    sizes = Counter(skills).values()
    return sum(sizes) ** 2 / sum(size * size for size in sizes) if sizes else 0.0


def wilson(passes: float, cases: float, confidence: float) -> tuple[float, float]:
    """Return the one-sided lower and upper bound of a share, each at `confidence` (Wilson 1927).
    `passes` may be fractional, when a case's score is a mean over repetitions, and `cases` when
    cases are not independent.
    """
    z = NormalDist().inv_cdf(confidence)
    share, z2 = passes / cases, z * z / cases
    centre = (share + z2 / 2) / (1 + z2)
    half = z * math.sqrt(share * (1 - share) / cases + z2 / (4 * cases)) / (1 + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def cases_to_prove(bar: float, confidence: float) -> float:
    """Return the fewest cases with which a perfect score reaches the bar: its Wilson lower bound is
    n / (n + z²). Infinite for a bar of 1.
    """
    found = cases_to_prove_at(1.0, bar, confidence)
    return found if math.isinf(found) else math.ceil(found - 1e-9)


def cases_to_prove_at(rate: float, bar: float, confidence: float) -> float:
    """Return the cases from which on the Wilson lower bound of `rate` reaches the bar; infinite for
    a rate at or below it.

    The Wilson interval holds the shares that a score test accepts (Wilson 1927), so that the bound
    is at the bar where (rate - bar)² = z² bar (1 - bar) / n.
    """
    if rate <= bar:
        return math.inf
    z = NormalDist().inv_cdf(confidence)
    return z * z * bar * (1 - bar) / (rate - bar) ** 2


def paired_lower(differences: Sequence[float], confidence: float) -> float:
    """Return the one-sided lower bound of the mean of `differences`: for each case this candidate's
    score less the other's, from -1 to 1.

    Bonett and Price (2012): the adjusted Wald interval for paired shares. One added case in favour
    of each keeps it valid when hardly any case tells the two apart.
    """
    n = len(differences) + 2
    gains = (math.fsum(max(d, 0.0) for d in differences) + 1) / n
    losses = (math.fsum(max(-d, 0.0) for d in differences) + 1) / n
    spread = math.sqrt((gains + losses - (gains - losses) ** 2) / n)
    return gains - losses - NormalDist().inv_cdf(confidence) * spread


def cases_to_compare(margin: float, confidence: float) -> int:
    """Return the fewest cases with which two candidates that differ in none count as as good: their
    paired lower bound, -z √2 / (n + 2) after Bonett and Price, is above -`margin`.
    """
    z = NormalDist().inv_cdf(confidence)
    return math.ceil(z * math.sqrt(2) / margin - 2 - 1e-9)


def spend(confidence: float, looks: int) -> tuple[float, ...]:
    """Return the confidence of each of 1 to 3 looks, whose errors add up to 1 - `confidence`: at 90
    % and three looks the errors are .02, .03 and .05. Raises KeyError for more looks.

    The shares are fixed in advance (alpha spending, Lan and DeMets 1983) and added up without the
    correlation between looks (Bonferroni), which errs on the safe side.
    """
    return tuple(1 - (1 - confidence) * share for share in _SHARES[looks])


def mean_bounds(values: Sequence[float], confidence: float) -> tuple[float, float] | None:
    """Return the one-sided lower and upper bound of a mean, each at `confidence`, by Student's t;
    None for fewer than two values. For few and skewed values, as costs are, the upper one is too
    low.
    """
    n = len(values)
    if n < 2:
        return None
    half = _t_quantile(confidence, n - 1) * stdev(values) / math.sqrt(n)
    return fmean(values) - half, fmean(values) + half


def grouped_bounds(
    values: Iterable[tuple[str, float]], confidence: float
) -> tuple[float, float] | None:
    """Return the one-sided lower and upper bound of the mean of `values`, each with the name of its
    group, at `confidence`; None for fewer than two groups.

    Groups are independent, the values of one need not be: the variance is G/(G-1) times the sum of
    the squared sums of each group's residuals, over n² (Liang and Zeger 1986), with Student's t of
    G-1 degrees of freedom. With one value in each group it is `mean_bounds`.
    """
    found = list(values)
    mean = math.fsum(value for _, value in found) / len(found) if found else 0.0
    sums: dict[str, float] = defaultdict(float)
    for group, value in sorted(found):
        sums[group] += value - mean
    if len(sums) < 2:
        return None
    variance = len(sums) / (len(sums) - 1) * math.fsum(s * s for s in sums.values())
    half = _t_quantile(confidence, len(sums) - 1) * math.sqrt(variance) / len(found)
    return mean - half, mean + half


def correlation_bounds(
    pairs: Sequence[tuple[float, float]], confidence: float
) -> tuple[float, float, float] | None:
    """Return the correlation of pairs, from -1 to 1, and its one-sided lower and upper bound, each
    at `confidence`; None for fewer than four pairs, or where one side does not vary.

    Fisher (1921): atanh of the correlation is about normal with variance 1 / (n - 3).
    """
    first, second = zip(*pairs, strict=True) if pairs else ((), ())
    if len(pairs) < 4 or len(set(first)) < 2 or len(set(second)) < 2:
        return None
    found = correlation(first, second)
    half = NormalDist().inv_cdf(confidence) / math.sqrt(len(pairs) - 3)
    z = math.atanh(max(-1 + 1e-9, min(1 - 1e-9, found)))
    return found, math.tanh(z - half), math.tanh(z + half)


def _t_quantile(confidence: float, freedom: int) -> float:
    """Return a quantile of Student's t: exact for one and two degrees of freedom, else expansion
    26.7.5 of Abramowitz and Stegun (1964), within 1 % up to .98.
    """
    p = 2.0 * confidence - 1
    if freedom == 1:
        return math.tan(math.pi * p / 2)
    if freedom == 2:
        return float(p * math.sqrt(2 / (1 - p * p)))
    z = NormalDist().inv_cdf(confidence)
    return z + math.fsum(
        _horner(z, terms) / (divisor * freedom**power) for power, divisor, terms in _T_TERMS
    )


def _horner(z: float, terms: Sequence[int]) -> float:
    """Return the polynomial in odd powers of `z`, the coefficient of the highest first."""
    total = 0.0
    for term in terms:
        total = total * z * z + term
    return total * z


# Abramowitz and Stegun 26.7.5: power of the degrees of freedom, divisor, coefficients.
_T_TERMS = (
    (1, 4, (1, 1)),
    (2, 96, (5, 16, 3)),
    (3, 384, (3, 19, 17, -15)),
    (4, 92160, (79, 776, 1482, -1920, -945)),
)
