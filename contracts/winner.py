"""The classifier that a benchmark chose for production."""

from datetime import datetime

from contracts.model import Count, Millis, Share, Text, Wire


class ClassifierWinner(Wire):
    """`proven`: its lower bound, one-sided at `confidence`, reaches the bar of classifiers. Without
    a proven candidate the most accurate one serves."""

    model: Text
    run_id: Text
    accuracy: Share
    lower: Share | None = None
    upper: Share | None = None
    confidence: Share | None = None
    cases: Count | None = None
    proven: bool | None = None
    p95_latency_ms: Millis | None
    generated_at: datetime
    simulated: bool = False
