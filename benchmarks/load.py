"""Load `/decide` through the emulator's HTTP API, while things break: `python -m benchmarks.load`.

Some clients ask one after the other. Meanwhile another table is published, Valkey is restarted
empty, and the classifier's provider refuses every call for a while. The rate is that of the
emulator, which starts a process for each concurrent call."""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from adapters.aws import clients
from adapters.dynamodb.items import Items
from adapters.dynamodb.publications import PublicationStore
from benchmarks.decide import table
from cli.console import console
from cli.requests import request
from cli.target import Target
from contracts.hot_record import replace
from contracts.publication import Draft, DraftState, Gate, Provenance, Publication
from contracts.winner import Override
from local.provider import Catalogue, Running, simulated_provider
from local.stack import LocalStack

CLIENTS, CLASSIFIER = 4, "sim/classifier-accurate"


@dataclass
class Seen:
    statuses: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    versions: set[str] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)


def publish(store: PublicationStore, version: str) -> None:
    now = datetime.now(UTC)
    made = replace(table(), version=version)
    gate = Gate(against=None, refusals=(), changes=(), decisions=0, moved=None, cost_change=None)
    origin = Provenance(
        run_id=version,
        dataset="made",
        cases={},
        cli_version=None,
        image=None,
        provider=None,
        prices={},
    )
    draft = Draft(table=made, gate=gate, provenance=origin, started_at=now, state=DraftState.HELD)
    done = Publication(action="publish", version=version, replaced="one", at=now, by="me", why="x")
    assert store.publish(draft, store.live(), done)


def ask(target: Target, seen: Seen, until: float, name: int) -> None:
    headers = {"authorization": f"Bearer {target.decide_secret}"}
    with httpx.Client(headers=headers, timeout=30) as client:
        number = 0
        while time.monotonic() < until:
            number += 1
            body = request(f"Fix bug {number}", session=f"{name}-{number % 50}").wire_json()
            began = time.monotonic()
            answer = client.post(target.outputs.decide_url, content=body)
            seen.seconds.append(time.monotonic() - began)
            seen.statuses[answer.status_code] += 1
            told = answer.json()
            seen.reasons[told.get("reason", "error")] += 1
            if told.get("decision"):
                seen.versions.add(told["decision"]["tableVersion"])


def troubles(
    stack: LocalStack, target: Target, store: PublicationStore, provider: Running, seconds: float
) -> Iterator[str]:
    step = seconds / 5
    for trouble in ("publish", "restart Valkey", "outage", "outage over"):
        time.sleep(step)
        yield trouble
        if trouble == "publish":
            publish(store, "two")
            target.admin.call("PUT", "/admin/classifier", {"model": CLASSIFIER, "why": "copies"})
        elif trouble == "restart Valkey":
            stack.restart_cache()
        else:
            provider.faults.kinds = ("http_500",)
            provider.faults.share = 1.0 if trouble == "outage" else 0.0


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=90)
    seconds = asked.parse_args().seconds
    quick = [m.model_copy(update={"latency_ms": 20}) for m in Catalogue.load().model]
    with (
        TemporaryDirectory() as folder,
        simulated_provider(Catalogue(model=tuple(quick))) as provider,
    ):
        stack = LocalStack(lambda _: None, Path(folder))
        with stack as endpoints:
            target = Target.local(endpoints)
            target.set_provider(provider.base_url, provider.key)
            (name,) = clients.dynamodb().list_tables()["TableNames"]
            store = PublicationStore(Items(clients.dynamodb(), name))
            now = datetime.now(UTC)
            store.set_override(Override(model=CLASSIFIER, at=now, by="me", why="load"))
            publish(store, "one")
            run(stack, target, store, provider, seconds)


def run(
    stack: LocalStack, target: Target, store: PublicationStore, provider: Running, seconds: float
) -> None:
    seen, until = Seen(), time.monotonic() + seconds
    with ThreadPoolExecutor(CLIENTS) as pool:
        asking = [pool.submit(ask, target, seen, until, n) for n in range(CLIENTS)]
        for trouble in troubles(stack, target, store, provider, seconds):
            console.print(f"  {trouble}, after {len(seen.seconds)} answers")
        for each in asking:
            each.result()
    times = sorted(seen.seconds)
    console.print(f"{len(times)} answers in {seconds:.0f} s, {len(times) / seconds:.0f} a second")
    middle, late = times[len(times) // 2], times[int(0.99 * len(times))]
    console.print(f"p50 {1000 * middle:.0f} ms, p99 {1000 * late:.0f} ms, classifier 20 ms")
    console.print(f"statuses {dict(seen.statuses)}, tables {sorted(seen.versions)}")
    console.print(f"reasons {dict(seen.reasons)}")


if __name__ == "__main__":
    main()
