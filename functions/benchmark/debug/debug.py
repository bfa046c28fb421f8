"""Sends a prompt or attack to a worker outside any run, and reads the report."""

from dataclasses import dataclass

from contracts import objects
from contracts.debug import (
    ATTACKER,
    AttackRequest,
    DebugMessage,
    DebugPrompt,
    DebugReport,
    DebugView,
)
from contracts.errors import Unavailable
from contracts.ports import DocumentPort, SendPort, WorkerPort
from functions.benchmark.debug.kilo_events import read_events


@dataclass(frozen=True)
class Debugger:
    documents: DocumentPort
    chunks: SendPort
    workers: WorkerPort

    def ask(self, prompt: DebugPrompt, debug_id: str) -> DebugView:
        """Send a prompt; return a view without a report. Raises Unavailable when no worker runs and
        none can be started.
        """
        return self._send(DebugMessage(**prompt.model_dump(), debug_id=debug_id))

    def attack(self, wanted: AttackRequest, debug_id: str) -> DebugView:
        """Have the CLI attack its sandbox; return a view without a report. Raises Unavailable."""
        message = DebugMessage(
            model=ATTACKER, prompt="attack", debug_id=debug_id, attack=True, outside=wanted.outside
        )
        return self._send(message)

    def _send(self, message: DebugMessage) -> DebugView:
        debug_id = message.debug_id
        refused = None if self.workers.running() else self.workers.start(debug_id)
        if refused:
            raise Unavailable(f"no worker task could be started: {refused}")
        self.chunks.send(message)
        return DebugView(debug_id=debug_id)

    def get(self, debug_id: str) -> DebugView:
        text = self.documents.get(objects.debug(debug_id))
        if text is None:
            return DebugView(debug_id=debug_id)
        report = DebugReport.from_json(text)
        return DebugView(
            debug_id=debug_id, report=report, answer=read_events(report.events).text or None
        )
