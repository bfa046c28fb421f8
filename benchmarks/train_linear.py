"""Train the linear classifier: `python -m benchmarks.train_linear`, some minutes.

Needs the dependency group `train` (`.venv/bin/uv sync --group train`). Reads datasets/training and
datasets/calibration, and none of the dataset's own cases, and writes the weight file of
functions/classifier. The same texts, packages and machine give the same file."""

import base64
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.calibrate import Steps, steps_of, temperature_of
from benchmarks.training import Example, calibration, digest, examples
from contracts.classification import Classification
from functions.benchmark.grade import label_score
from functions.classifier import features
from functions.classifier.linear import (
    OUTPUTS,
    chosen,
    familiarity,
    margin,
    probabilities,
    separate,
    tier_share,
)
from functions.classifier.weights import WEIGHTS, Model, read

# Chosen on held-out lines, see docs/linear.md, before the calibration texts were written.
LEAST, ROWS, UNFAMILIAR = 2, 10000, 0.02
STRENGTH, ROUNDS = 6.0, 100
# How much each kind of feature counts: words, pieces of words, facts, the system prompt.
BLOCKS = (2.0, 1.0, 1.5, 0.2)
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fitted:
    """The weights: a row for each of `keys`, a column for each value of each output."""

    keys: list[int]
    weights: Floats
    bias: Floats


@dataclass(frozen=True)
class Promises:
    """The scores by margin, of the labels and of the tier; `familiar` is the share of known words
    that all but a few of the texts have."""

    score: Steps
    tier: Steps
    familiar: float


def main() -> None:
    every, fresh = examples(), calibration()
    final = fit(every)
    temperatures = _temperatures(final, fresh)
    promises = _calibrated(final, temperatures, every, fresh)
    WEIGHTS.write_text(written(final, temperatures, promises), encoding="utf-8")
    size = WEIGHTS.stat().st_size / 1024
    print(f"{len(every)} requests, calibrated on {len(fresh)} others, {size:.0f} KiB")
    for name, steps in (("score", promises.score), ("tier", promises.tier)):
        for start, value in zip(steps.starts, steps.scores, strict=True):
            print(f"{name}, margin from {start:.3f}: {value:.3f}")


def _model(fitted: Fitted, temperatures: Sequence[float]) -> Model:
    """Return the weights as the production code reads them, without promises."""
    none = Promises(Steps([0.0], [0.0]), Steps([0.0], [0.0]), 0.0)
    return read(written(fitted, temperatures, none))


def _temperatures(fitted: Fitted, fresh: Sequence[Example]) -> list[float]:
    """Return the temperature of each output that fits texts on which it was not trained best."""
    model = _model(fitted, [1.0] * len(OUTPUTS))
    found = [separate(model, e.request) for e in fresh]
    return [
        temperature_of(
            np.array([list(f[name].values()) for f in found]), _truth(fresh, n), _weights(fresh)
        )
        for n, (name, _) in enumerate(OUTPUTS)
    ]


def _calibrated(
    fitted: Fitted,
    temperatures: Sequence[float],
    every: Sequence[Example],
    fresh: Sequence[Example],
) -> Promises:
    model = _model(fitted, temperatures)
    margins, scores, tiers, right = [], [], [], []
    for e in fresh:
        found = probabilities(model, e.request)
        labels = chosen(found)
        margins.append(margin(model.shares, found, labels))
        guessed = Classification(**labels, confidence=0.0)
        scores.append(label_score.score(e.labels, guessed))
        tiers.append(tier_share(found, guessed.tier))
        right.append(float(guessed.tier is e.labels.tier))
    _print_accuracy(np.array(scores), _weights(fresh))
    known = [familiarity(model, e.request) for e in every]
    lines = [e.line for e in fresh]
    return Promises(
        steps_of(np.array(margins), np.array(scores), lines),
        steps_of(np.array(tiers), np.array(right), lines),
        float(np.quantile(known, UNFAMILIAR)),
    )


def _print_accuracy(scores: Floats, weights: Floats) -> None:
    print(f"calibration texts: mean score {np.average(scores, weights=weights):.4f}")


def fit(every: Sequence[Example]) -> Fitted:
    keys = _keys(every)
    sparse = _matrix(every, keys)
    parts = [_one(sparse, _truth(every, n), _weights(every), len(OUTPUTS[n][1])) for n in _each()]
    weights = np.hstack([part[0] for part in parts])
    kept = np.sort(np.argsort(-np.abs(weights).max(axis=1), kind="stable")[:ROWS])
    bias = np.concatenate([part[1] for part in parts])
    return Fitted([keys[n] for n in kept], weights[kept] * _strengths(every, keys)[kept], bias)


def _each() -> range:
    return range(len(OUTPUTS))


def _one(sparse: Any, truth: Ints, weights: Floats, width: int) -> tuple[Floats, Floats]:
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3).fit(
        sparse, truth, sample_weight=weights
    )
    if width == 2:
        return np.vstack([-model.coef_, model.coef_]).T / 2, np.array(
            [-1, 1]
        ) * model.intercept_ / 2
    return model.coef_.T, model.intercept_


def _keys(every: Sequence[Example]) -> list[int]:
    """Return the features of at least `LEAST` lines, so that none is about one request alone."""
    seen = {(e.line, key) for e in every for block in features.blocks(e.request) for key in block}
    counts = Counter(key for _, key in seen)
    return sorted(key for key, count in counts.items() if count >= LEAST)


def _matrix(every: Sequence[Example], keys: Sequence[int]) -> Any:
    column = {key: n for n, key in enumerate(keys)}
    cells = [
        (row, column[key], strength / len(block) ** 0.5)
        for row, e in enumerate(every)
        for strength, block in zip(BLOCKS, features.blocks(e.request), strict=True)
        for key in block
        if key in column
    ]
    rows, columns, values = zip(*cells, strict=True)
    return csr_matrix((values, (rows, columns)), shape=(len(every), len(keys)))


def _strengths(every: Sequence[Example], keys: Sequence[int]) -> Floats:
    """Return what `BLOCKS` multiplied each feature by, as a column."""
    found = {
        key: strength
        for e in every
        for strength, block in zip(BLOCKS, features.blocks(e.request), strict=True)
        for key in block
    }
    return np.array([[found[key]] for key in keys])


def _truth(every: Sequence[Example], output: int) -> Ints:
    name, values = OUTPUTS[output]
    return np.array([values.index(getattr(e.labels, name)) for e in every])


def _weights(every: Sequence[Example]) -> Floats:
    return np.array([e.weight for e in every])


def written(fitted: Fitted, temperatures: Sequence[float], promises: Promises) -> str:
    """Return the weight file. Weights are whole numbers to ±127 of a scale for each column."""
    scales = np.abs(fitted.weights).max(axis=0) / 127
    whole = np.rint(fitted.weights / scales).astype(np.int8)
    content = {
        "texts": digest(),
        "features": features.VERSION,
        "shares": label_score.WEIGHTS,
        "temperatures": [round(t, 4) for t in temperatures],
        "bias": [round(float(b), 4) for b in fitted.bias],
        "scales": [float(f"{s:.5g}") for s in scales],
        "steps": _told(promises.score),
        "tierSteps": _told(promises.tier),
        "familiar": round(promises.familiar, 4),
        "keys": _packed(np.array(fitted.keys, dtype="<u4").tobytes()),
        "weights": _packed(whole.tobytes()),
    }
    return json.dumps(content, indent=1) + "\n"


def _told(steps: Steps) -> dict[str, list[float]]:
    return {"from": steps.starts, "score": steps.scores}


def _packed(raw: bytes) -> str:
    return base64.b85encode(zlib.compress(raw, 9)).decode()


if __name__ == "__main__":
    main()
