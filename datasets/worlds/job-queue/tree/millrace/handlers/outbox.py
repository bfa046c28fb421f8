"""Remembers what was sent, so that a second attempt does not send it again. In memory: it helps
within one process only."""


class Outbox:
    def __init__(self) -> None:
        self._sent: set[tuple[int, str]] = set()

    def has(self, job_id: int, to: str) -> bool:
        return (job_id, to) in self._sent

    def add(self, job_id: int, to: str) -> None:
        self._sent.add((job_id, to))
