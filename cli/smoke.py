"""Make classifier calls and solve two tasks with a real, very small model: `make smoke-real`.

It will fail at the tasks. What must hold is that the pipeline tells the truth about it."""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from adapters.aws.secrets import ProviderSecret
from adapters.provider.client import Provider, provider_of
from cli.console import console, millis, usd
from cli.render import grid
from cli.render_case import tokens
from container.harness import ProviderAccess
from container.lifetime import PerCase
from container.solve import alone
from contracts.attempt import Attempt
from contracts.classification import Classification
from contracts.completion import Completion
from contracts.dataset import DeciderCase
from contracts.limits import CaseLimits
from functions.benchmark.cases.load import load_classifiers, load_deciders
from functions.benchmark.grade.grader import grade
from functions.classifier.classify import classify
from local.real.server import MODEL, missing, real_model
from local.sandboxes import pool

_LIMITS = CaseLimits(timeout=60, max_calls=6, max_cost_usd=1.0)  # chosen
_SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "labels", "schema": msgspec.json.schema(Classification)},
}
# The instructions of the default agent alone are longer than this model's context.
SMALL_AGENT = {
    "default_agent": "small",
    "agent": {
        "small": {
            "mode": "primary",
            "prompt": "You solve small tasks in the current directory. Answer briefly.",
            "permission": {"*": "deny", "bash": "allow"},
        },
        "title": {"disable": True},
    },
}
Complete = Callable[[str, list[dict[str, str]], dict[str, Any]], Completion]


@dataclass(frozen=True)
class Said:
    """A line of the report; `lies` is what the pipeline got wrong about it."""

    what: str
    came: str
    took_ms: int
    tokens: str
    cost_usd: float | None
    lies: tuple[str, ...] = ()


def main() -> int:
    absent = missing()
    if absent:
        console.print(f"{', '.join(absent)} not installed: run `make smoke-real`")
        return 1
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="auto-routing-")))
        root.chmod(0o755)
        secret = stack.enter_context(real_model(root))
        said = [*_classified(provider_of(secret, 120.0)), *_solved(root, secret)]
    _show(said)
    lies = [f"{each.what}: {lie}" for each in said for lie in each.lies]
    for lie in lies:
        console.print(f"[red]wrong report:[/] {lie}")
    return 1 if lies else 0


def _show(said: list[Said]) -> None:
    shown = grid(f"{MODEL}: a real, very small model", "case", "outcome", "took", "tokens", "cost")
    for each in said:
        shown.add_row(each.what, each.came, millis(each.took_ms), each.tokens, usd(each.cost_usd))
    console.print(shown)


def _classified(provider: Provider) -> Iterator[Said]:
    for case in load_classifiers()[:2]:
        for name, extra in (("", {}), (" with a schema", {"response_format": _SCHEMA})):
            calls: list[Completion] = []

            def complete(
                model: str,
                messages: list[dict[str, str]],
                parameters: dict[str, Any],
                extra: dict[str, Any] = extra,
                calls: list[Completion] = calls,
            ) -> Completion:
                calls.append(provider.complete(model, messages, {**parameters, **extra}))
                return calls[-1]

            began = time.monotonic()
            outcome = classify(case.input, MODEL, complete)
            came = f"fallback: {outcome.fallback}" if outcome.fallback else "a classification"
            yield Said(
                what=f"{case.case_id[:30]}{name}",
                came=came,
                took_ms=round((time.monotonic() - began) * 1000),
                tokens=_tokens(calls),
                cost_usd=outcome.cost_usd,
                lies=tuple(_classifier_lies(outcome.cost_usd, calls, retried=outcome.retried)),
            )


def _tokens(calls: list[Completion]) -> str:
    asked = sum(call.prompt_tokens or 0 for call in calls)
    return f"{asked} + {sum(call.completion_tokens or 0 for call in calls)}"


def _classifier_lies(
    cost: float | None, calls: list[Completion], *, retried: bool
) -> Iterator[str]:
    if cost is not None:
        yield f"a cost of {cost} of a model without a price"
    if len(calls) != 1 + retried:
        yield f"{len(calls)} calls, retried {retried}"
    if not all(call.prompt_tokens and call.completion_tokens for call in calls):
        yield "tokens that were not counted"


def _solved(root: Path, secret: ProviderSecret) -> Iterator[Said]:
    provider = ProviderAccess.of(secret)
    with pool(provider, root, slots=1, env={"KILO_CONFIG": json.dumps(SMALL_AGENT)}) as sandboxes:
        for case in _cases():
            run = alone(PerCase(sandboxes), provider, MODEL, case.task, _LIMITS)
            yield _said(case, run.solve().attempt)


def _cases() -> list[DeciderCase]:
    """Return a case that needs tools and one that does not, of those judged by their answer."""
    plain = [case for case in load_deciders() if case.check.kind == "exact"]
    return [next(c for c in plain if c.agentic is agentic) for agentic in (False, True)]


def _said(case: DeciderCase, attempt: Attempt) -> Said:
    meter, judged = attempt.meter, grade(case, attempt)
    return Said(
        what=case.case_id[:40],
        came=judged.cause or "passed",
        took_ms=attempt.latency_ms,
        tokens=tokens(meter),
        cost_usd=meter.cost_usd,
        lies=tuple(_decider_lies(attempt, judged.cause, judged.detail)),
    )


def _decider_lies(attempt: Attempt, cause: str | None, detail: str | None) -> Iterator[str]:
    meter = attempt.meter
    if cause in ("harness_fault", "cli_crash", "provider_error"):
        yield f"{cause}: {detail}; {json.dumps(meter.statuses)}"
    counted = meter.prompt_tokens and meter.completion_tokens
    if not meter.calls or not (counted or meter.unmetered):
        yield f"{meter.calls} calls with {meter.prompt_tokens} tokens"
    if meter.cost_usd is not None:
        yield f"a cost of {meter.cost_usd} of a model without a price"


if __name__ == "__main__":
    sys.exit(main())
