"""The debugging mode measures what the other one does."""

import json
import re
from pathlib import Path

from container.meter import CaseMeter
from container.once import Once
from container.proxy import MeteringProxy
from contracts.sheet import CaseLimits
from tests.container.conftest import Bench, secret
from tests.container.upstream import TEXT, script


def test_both_modes_send_the_provider_the_same_request(bench: Bench, tmp_path: Path) -> None:
    bench.solve(TEXT)
    (served,) = bench.upstream.requests
    bench.upstream.requests.clear()
    limits = CaseLimits(timeout=90, max_calls=5, max_cost_usd=1)
    meter = CaseMeter("test/model", None, limits)
    with MeteringProxy(secret(bench.upstream.base_url)) as proxy:
        once = Once(bench.server.home, proxy, bench.server.isolation)
        printed = once.run(bench.slot.directory, script(TEXT), meter)
    assert printed.exit_code == 0
    assert any('"42"' in line for line in printed.lines)
    assert (printed.meter.calls, printed.meter.cost_usd) == (1, 0.001)
    (ran,) = bench.upstream.requests
    assert ran.keys() == served.keys()
    for name in served.keys() - {"prompt_cache_key"}:
        assert _timeless(ran[name]) == _timeless(served[name]), name


def _timeless(value: object) -> str:
    return re.sub(r"Message time: [^\\]+", "", json.dumps(value))
