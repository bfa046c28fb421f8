"""The classifier that a benchmark chose for production."""

from datetime import datetime

from contracts.model import Millis, Share, Text, Wire


class ClassifierWinner(Wire):
    model: Text
    run_id: Text
    accuracy: Share
    p95_latency_ms: Millis | None
    generated_at: datetime
    simulated: bool = False
