"""Turn margins into the scores that they stand for, measured on texts that were held out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import isotonic_regression

from contracts.statistics import wilson

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
BINS = 8  # chosen: some 240 requests, thirty in each
CONFIDENCE = 0.9  # one promise in ten may be too high
_GRID = np.geomspace(0.4, 4.0, 60)  # chosen


@dataclass(frozen=True)
class Steps:
    """The scores by margin: a margin of at least `starts[n]` is worth `scores[n]`; both rise."""

    starts: list[float]
    scores: list[float]


def temperature_of(probabilities: Floats, truth: Ints, weights: Floats) -> float:
    """Return the number by which logits have to be divided, so that probabilities, rows of them,
    fit the truth best (temperature scaling, Guo et al. 2017)."""
    logits = np.log(np.maximum(probabilities, 1e-12))
    return float(min(_GRID, key=lambda t: _loss(logits / t, truth, weights)))


def _loss(logits: Floats, truth: Ints, weights: Floats) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    log = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(weights * log[np.arange(len(truth)), truth]).sum())


def steps_of(margins: Floats, scores: Floats, lines: Sequence[str]) -> Steps:
    """Return steps with equal shares of the margins, each worth the lower bound of its mean score
    (Wilson 1927). Requests of one line count as one. The score never falls as the margin rises."""
    margins, scores = _by_line(margins, scores, lines)
    order = np.argsort(margins, kind="stable")
    parts = np.array_split(order, BINS)
    sizes = np.array([len(part) for part in parts])
    least = [wilson(scores[part].sum(), len(part), CONFIDENCE)[0] for part in parts]
    rising = isotonic_regression(least, sample_weight=sizes)
    starts = [0.0] + [float(np.min(margins[part])) for part in parts[1:]]
    return Steps([round(s, 4) for s in starts], [round(float(s), 4) for s in rising])


def _by_line(margins: Floats, scores: Floats, lines: Sequence[str]) -> tuple[Floats, Floats]:
    names, place = np.unique(np.array(lines), return_inverse=True)
    counts = np.bincount(place, minlength=len(names))
    return (
        np.bincount(place, margins, len(names)) / counts,
        np.bincount(place, scores, len(names)) / counts,
    )
