"""One prompt through the deployed stack's worker."""

import json
import os

import pytest

from contracts.debug import DebugReport, DebugView
from tests.e2e.conftest import Deployed
from tests.e2e.faults import until


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give cases users")
def test_an_attack_on_the_sandbox_is_told_wall_by_wall(deployed: Deployed) -> None:
    admin = deployed.target.admin
    report = _brought(deployed, DebugView.from_wire(admin.call("POST", "/admin/attack-self", {})))
    assert [wall for wall in report.walls if wall.held is False] == []
    not_tried = [wall.detail for wall in report.walls if wall.held is None]
    assert not_tried == ["not tried: only where the stack is on AWS"] * 3
    assert len(report.walls) == 15
    assert (report.why_not, report.meter.cost_usd) == (None, 0)


def test_a_prompt_comes_back_with_the_raw_event_stream_and_its_cost(deployed: Deployed) -> None:
    admin = deployed.target.admin
    asked = {"model": "sim/large", "prompt": "What is this?"}
    view = DebugView.from_wire(admin.call("POST", "/admin/debug-cli", asked))
    report = _brought(deployed, view)
    assert (report.exit_code, report.timed_out, report.meter.calls) == (0, False, 1)
    assert report.meter.cost_usd
    assert "step_finish" in {json.loads(line)["type"] for line in report.events}
    path = f"/admin/debug-cli/{view.debug_id}"
    assert DebugView.from_wire(admin.call("GET", path)).answer


def _brought(deployed: Deployed, view: DebugView) -> DebugReport:
    found = [view]

    def brought() -> bool:
        path = f"/admin/debug-cli/{view.debug_id}"
        found.append(DebugView.from_wire(deployed.target.admin.call("GET", path)))
        return found[-1].report is not None

    until(brought, 120, "a report")
    assert found[-1].report is not None
    return found[-1].report
