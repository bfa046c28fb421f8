"""Cases through the real kilo CLI: what is measured, and what each failure is called."""

import json
import os
import re
import time
from pathlib import Path

import httpx
import pytest

from container.isolation import MARKER, isolate
from container.meter import CaseMeter
from container.once import run_once
from container.proxy import MeteringProxy
from container.server import KiloServer
from container.slot import Slot
from contracts.result import FailureCause
from contracts.sheet import CaseLimits
from tests.container.conftest import Bench, secret
from tests.container.upstream import KEY, script

TEXT = {"text": "42"}


def test_a_text_answer_comes_back_with_its_measured_cost(bench: Bench) -> None:
    found = bench.solve(TEXT)
    assert (found.answer, found.cause, found.retried) == ("42", None, False)
    assert (found.meter.calls, found.meter.cost_usd) == (1, 0.001)
    assert found.meter.statuses == {"200": 1}
    assert found.latency_ms > 0


def test_tools_work_on_the_files_of_the_case(bench: Bench) -> None:
    found = bench.solve(
        {"bash": "cat notes/a.txt > b.txt; ls -R"}, {"text": "done"}, files={"notes/a.txt": "hello"}
    )
    assert found.answer == "done"
    assert (bench.slot.directory / "b.txt").read_text() == "hello"
    assert found.meter.calls == 2
    assert isinstance(found.messages, list)


def test_only_the_last_message_is_the_answer(bench: Bench) -> None:
    found = bench.solve({"text": "let me look", "bash": "true"}, {"text": "42"})
    assert found.answer == "42"


def test_a_slot_is_emptied_between_cases(bench: Bench) -> None:
    bench.solve({"bash": "touch left .hidden; mkdir -p deep/er; ln -s / out"}, TEXT)
    bench.solve(TEXT)
    assert list(bench.slot.directory.iterdir()) == []


def test_a_timeout_aborts_and_nothing_survives(bench: Bench) -> None:
    began = time.monotonic()
    hang = "nohup sleep 987 >/dev/null 2>&1 & setsid sleep 986 & sleep 985"
    found = bench.solve({"bash": hang}, TEXT, timeout=4)
    assert found.cause is FailureCause.TIMEOUT
    assert time.monotonic() - began < 20
    assert _sleeping() == []
    assert bench.solve(TEXT).cause is None


def _sleeping() -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if command.startswith("sleep 98"):
            found.append(command)
    return found


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (500, FailureCause.PROVIDER_ERROR),
        (503, FailureCause.PROVIDER_ERROR),
        (429, FailureCause.RATE_LIMITED),
        (402, FailureCause.PROVIDER_REFUSED),
    ],
)
def test_a_failing_provider_is_named_and_fails_fast(
    bench: Bench, status: int, cause: FailureCause
) -> None:
    began = time.monotonic()
    found = bench.solve({"status": status})
    assert found.cause is cause
    assert found.meter.statuses[str(status)] == len(bench.upstream.requests)
    assert len(bench.upstream.requests) == (1 if status == 402 else 2)
    assert time.monotonic() - began < 15


def test_an_empty_answer_is_tried_once_more_and_both_are_paid(bench: Bench) -> None:
    found = bench.solve({"text": ""})
    assert (found.cause, found.retried) == (FailureCause.EMPTY_ANSWER, True)
    assert found.meter.cost_usd == pytest.approx(0.002)


def test_a_case_stops_at_its_call_budget(bench: Bench) -> None:
    found = bench.solve({"bash": "true"}, max_calls=3)
    assert found.cause is FailureCause.BUDGET_SPENT
    assert found.meter.calls == len(bench.upstream.requests) == 3


def test_a_case_stops_at_its_cost_budget(bench: Bench) -> None:
    found = bench.solve({"bash": "true", "cost": 0.4}, max_cost_usd=0.5)
    assert found.cause is FailureCause.BUDGET_SPENT
    assert found.meter.cost_usd == pytest.approx(0.8)


def test_a_cost_that_the_provider_does_not_name_is_unknown(bench: Bench) -> None:
    found = bench.solve({"bash": "true"}, {"text": "42", "cost": None})
    assert found.cause is None
    assert found.meter.cost_usd is None


def test_the_effort_asked_for_is_sent(bench: Bench) -> None:
    found = bench.solve(TEXT, effort="high")
    assert (found.cause, found.meter.efforts) == (None, ("high",))
    assert bench.upstream.requests[0]["reasoning"]["effort"] == "high"


def test_the_provider_sees_the_pinned_model_and_its_own_key(bench: Bench) -> None:
    bench.solve(TEXT)
    assert {r["model"] for r in bench.upstream.requests} == {"test/model"}
    assert bench.upstream.keys == {f"Bearer {KEY}"}


def test_nothing_of_earlier_sessions_can_be_recalled(bench: Bench) -> None:
    bench.solve(TEXT)
    tools = {tool["function"]["name"] for tool in bench.upstream.requests[0]["tools"]}
    assert {"bash", "read", "write", "edit", "grep", "glob"} <= tools
    assert not {"kilo_local_recall", "task", "webfetch", "websearch"} & tools


def test_both_modes_send_the_provider_the_same_request(bench: Bench, tmp_path: Path) -> None:
    bench.solve(TEXT)
    (served,) = bench.upstream.requests
    bench.upstream.requests.clear()
    limits = CaseLimits(timeout=90, max_calls=5, max_cost_usd=1)
    meter = CaseMeter("test/model", None, limits)
    with MeteringProxy(secret(bench.upstream.base_url)) as proxy:
        printed = run_once(
            bench.server.home,
            proxy,
            bench.server.isolation,
            meter,
            bench.slot.directory,
            script(TEXT),
        )
    assert printed.exit_code == 0
    assert any('"42"' in line for line in printed.lines)
    assert (printed.meter.calls, printed.meter.cost_usd) == (1, 0.001)
    (ran,) = bench.upstream.requests
    assert ran.keys() == served.keys()
    for name in served.keys() - {"prompt_cache_key"}:
        assert _timeless(ran[name]) == _timeless(served[name]), name


def _timeless(value: object) -> str:
    return re.sub(r"Message time: [^\\]+", "", json.dumps(value))


def test_prompt_and_credential_are_in_no_command_line_or_environment(bench: Bench) -> None:
    seen = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' > all; "
    bench.solve({"bash": seen + "wc -l all"}, TEXT)
    text = (bench.slot.directory / "all").read_text(errors="replace")
    assert MARKER in text
    assert KEY not in text
    assert "TPIRCS" not in text.replace(seen, "")


def test_a_crash_of_the_cli_is_tried_again_with_a_new_server(bench: Bench) -> None:
    found = bench.solve({"bash": f"kill -9 {bench.server.pid}"}, TEXT)
    assert (found.answer, found.cause, found.retried) == ("42", None, True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run the CLI as another user")
def test_a_model_finds_no_provider_credential_anywhere(bench: Bench) -> None:
    assert bench.server.isolation.user, bench.server.isolation.why_not
    scan = Path(__file__).with_name("scan.py").read_text()
    found = bench.solve(
        {"bash": f"env > env.txt; python3 scan.py {KEY[:6]} > found.txt; id -u"},
        TEXT,
        files={"scan.py": scan},
        timeout=120,
    )
    assert found.cause is None
    assert KEY not in (bench.slot.directory / "env.txt").read_text()
    report = (bench.slot.directory / "found.txt").read_text().split()
    assert int(report[0]) > 0, "no memory was readable at all: the scan proves nothing"
    assert KEY not in " ".join(report[1:])


def test_the_throw_away_key_opens_nothing_without_an_open_case(bench: Bench) -> None:
    headers = {"authorization": f"Bearer {bench.server.proxy.key}"}
    url = f"{bench.server.proxy.url}/api/openrouter/chat/completions"
    assert httpx.post(url, json={}, headers=headers).status_code == 400
    assert httpx.post(url, json={}).status_code == 401
    assert httpx.get(f"{bench.server.proxy.url}/api/user", headers=headers).status_code == 404


def test_a_wrong_provider_key_is_a_refusal(bench: Bench, folder: Path) -> None:
    with MeteringProxy(secret(bench.upstream.base_url, "wrong")) as proxy:
        server = KiloServer(bench.server.home, proxy, bench.server.isolation)
        with server:
            other = Bench(bench.upstream, server, Slot(folder / "work" / "slots" / "1"))
            assert other.solve(TEXT).cause is FailureCause.PROVIDER_REFUSED


def test_without_root_the_worker_says_that_it_runs_as_the_same_user(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700, exist_ok=True)
    found = isolate("preferred", closed / "kilo")
    assert found.user is None
    assert found.why_not
