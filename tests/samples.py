"""Make valid records to start a test from."""

from datetime import UTC, datetime
from typing import Any

from contracts.attempt import Attempt
from contracts.check import Exact
from contracts.classification import ApiKind, Classification, ClassifierInput, Labels
from contracts.config import Config
from contracts.dataset import ClassifierCase, DeciderCase, Solution
from contracts.failure import FailureCause
from contracts.hot_record import replace
from contracts.options import Rule
from contracts.publication import Draft, DraftState, Gate, Provenance
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, RunStatus, run_id_of
from contracts.table import Candidate, RoutingTable, Tiers
from contracts.taxonomy import (
    ContextComplexity,
    ExecutionMode,
    Level,
    SubtaskType,
    TaskType,
)
from contracts.tier import Tier
from contracts.winner import ClassifierWinner
from functions.benchmark.cases import chunking

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)
FOUND = Classification(
    task_type=TaskType.DEBUGGING,
    subtask_type=SubtaskType.BUG_FIXING,
    context_complexity=ContextComplexity.SMALL,
    reasoning_complexity=Level.LOW,
    risk_level=Level.LOW,
    execution_mode=ExecutionMode.CODE_CHANGE,
    requires_tools=True,
    confidence=0.9,
)
TABLE_SCHEMA: dict[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "S"},
    ],
}


def _index(name: str, n: int) -> dict[str, Any]:
    keys = [
        {"AttributeName": f"pk{n}", "KeyType": "HASH"},
        {"AttributeName": f"sk{n}", "KeyType": "RANGE"},
    ]
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}}


# Of the table of usage rows; tests/infra compares it with the one that is deployed.
USAGE_SCHEMA: dict[str, Any] = {
    **TABLE_SCHEMA,
    "AttributeDefinitions": [
        {"AttributeName": f"{name}{n}", "AttributeType": "S"}
        for n in ("", 1, 2)
        for name in ("pk", "sk")
    ],
    "GlobalSecondaryIndexes": [_index("by1", 1), _index("by2", 2)],
}


def config(**changes: object) -> Config:
    return Config.from_wire(
        {
            "classifierModels": ["c/one", "c/two"],
            "deciderModels": [{"id": "d/cheap"}, {"id": "d/dear", "reasoningEffort": "high"}],
            "minAccuracy": 0.7,
            "holdSaturated": [],
            "updatedAt": NOON,
            "updatedBy": "tester",
            **changes,
        }
    )


def run(
    kind: RunKind = RunKind.DECIDER, at: datetime = NOON, *, cases: int = 2, **changes: object
) -> Run:
    settings = config(**changes)
    lanes = chunking.lanes(kind, settings, cases)
    return Run(
        run_id=run_id_of(kind, at),
        kind=kind,
        status=RunStatus.RUNNING,
        started_at=at,
        config=settings,
        dataset="0" * 16,
        cases=cases,
        tier_cases={Tier.LOW: cases} if kind is RunKind.DECIDER else {},
        lanes=len(lanes),
        simulated=True,
    )


def lane(candidate: str = "d/cheap", expected: int = 2) -> Lane:
    return Lane(candidate=candidate, repetition=0, expected=expected)


def result(
    of: Run,
    case_id: str = "case-1",
    candidate: str = "d/cheap",
    *,
    tier: Tier | None = Tier.LOW,
    cause: FailureCause | None = None,
    cost: float | None = 0.25,
    repetition: int = 0,
    digest: str = "0" * 16,
    route: str | None = None,
) -> CaseResult:
    return CaseResult(
        run_id=of.run_id,
        candidate=candidate,
        case_id=case_id,
        case_digest=digest,
        repetition=repetition,
        tier=tier,
        route=route,
        score=0.0 if cause else 1.0,
        latency_ms=100,
        cost_usd=cost,
        cause=cause,
    )


def candidate(model: str, cost: float, accuracy: float = 0.9, *, meets: bool = True) -> Candidate:
    return Candidate(
        model=model,
        accuracy=accuracy,
        avg_cost_usd=cost,
        meets_threshold=meets,
        lower=accuracy - 0.1,
        upper=accuracy + 0.05,
        cases=12,
        passes=11,
    )


def table(version: str = "v1", **changes: object) -> RoutingTable:
    ladder = (candidate("d/cheap", 0.01), candidate("d/dear", 0.02, 0.95))
    made = RoutingTable(
        version=version,
        generated_at=NOON,
        min_accuracy=0.7,
        switch_cost_factor=3,
        rule=Rule.WILSON,
        confidence=0.9,
        tiers=Tiers(low=ladder, medium=ladder, high=ladder),
    )
    return replace(made, **changes)


def draft(of: Run, version: str | None = None, **changes: object) -> Draft:
    return Draft(
        table=table(version or of.run_id, **changes),
        gate=Gate(against=None, refusals=(), changes=(), decisions=0, moved=None, cost_change=None),
        provenance=Provenance(
            run_id=of.run_id,
            dataset=of.dataset,
            cases={},
            cli_version=None,
            image=None,
            provider=None,
            prices={},
        ),
        started_at=of.started_at,
        state=DraftState.HELD,
    )


def winner(run_id: str = "classifier-1") -> ClassifierWinner:
    return ClassifierWinner(
        model="c/one", run_id=run_id, accuracy=0.9, p95_latency_ms=400, generated_at=NOON
    )


def decider_case(case_id: str, tier: Tier = Tier.LOW, value: str = "42") -> DeciderCase:
    return DeciderCase(
        case_id=case_id,
        tier=tier,
        task_type=TaskType.DEBUGGING,
        subtask_type=SubtaskType.BUG_FIXING,
        user_prompt=f"What is wrong in {case_id}?",
        check=Exact(value=value),
        solution=Solution(answer=value),
        wrong_answer="41",
        why_tier="a test",
        pitfall="a test",
    )


def classifier_case(case_id: str) -> ClassifierCase:
    return ClassifierCase(
        case_id=case_id,
        input=ClassifierInput(
            api_kind=ApiKind.CHAT_COMPLETIONS,
            requested_model="m",
            system_prompt_prefix=None,
            user_prompt_prefix=f"{case_id} is broken",
            message_count=1,
            has_tools=False,
            stream=False,
        ),
        expected=Labels(**{name: getattr(FOUND, name) for name in Labels.__struct_fields__}),
    )


def attempt(of: Run, case_id: str, answer: str = "42", **changes: object) -> Attempt:
    return Attempt.from_wire(
        {
            "runId": of.run_id,
            "candidate": "d/cheap",
            "repetition": 0,
            "caseId": case_id,
            "answer": answer,
            "latencyMs": 100,
            "meter": {"calls": 1, "costUsd": 0.25},
            **changes,
        }
    )
