"""One prompt through the deployed stack's worker."""

import json

from contracts.debug import DebugView
from tests.e2e.conftest import Deployed
from tests.e2e.faults import until


def test_a_prompt_comes_back_with_the_raw_event_stream_and_its_cost(deployed: Deployed) -> None:
    admin = deployed.target.admin
    asked = {"model": "sim/large", "prompt": "What is this?"}
    view = DebugView.from_wire(admin.call("POST", "/admin/debug-cli", asked))
    found = [view]

    def brought() -> bool:
        path = f"/admin/debug-cli/{view.debug_id}"
        found.append(DebugView.from_wire(admin.call("GET", path)))
        return found[-1].report is not None

    until(brought, 120, "a report")
    report = found[-1].report
    assert report is not None
    assert (report.exit_code, report.timed_out, report.meter.calls) == (0, False, 1)
    assert report.meter.cost_usd
    assert "step_finish" in {json.loads(line)["type"] for line in report.events}
    assert found[-1].answer
