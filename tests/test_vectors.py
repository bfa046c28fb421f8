"""Input/output pairs of the reference system's pure rules, run through this project's functions."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import fields
from pydantic import TypeAdapter

from contracts.check import Check
from contracts.classification import ApiKind, Classification, Labels
from contracts.failure import FailureCause
from contracts.options import Rule
from contracts.result import CaseResult
from contracts.summary import Summary
from contracts.table import Candidate, RoutingTable
from contracts.taxonomy import ContextComplexity, ExecutionMode, Level
from contracts.tier import points, tier_of
from functions.benchmark.cases.checks import passes
from functions.benchmark.debug.kilo_events import read_events
from functions.benchmark.grade.label_score import score
from functions.classifier.normalize import normalize
from functions.classifier.parse import ParseFailure, parse
from functions.decide.engine import Asked, choose, decision_of
from functions.decide.switch import Session
from functions.publish.build import Builder
from functions.publish.paired import Paired
from functions.publish.rank import rank
from functions.publish.summarize import summarize
from functions.publish.terms import Terms
from functions.publish.winner import winner

FOLDER = Path(os.environ.get("VECTORS_DIR") or Path(__file__).parent / "vectors")


def check_tier(given: dict[str, Any]) -> Any:
    found = points(
        Level(given["reasoningComplexity"]),
        ContextComplexity(given["contextComplexity"]),
        ExecutionMode(given["executionMode"]),
        Level(given["riskLevel"]),
    )
    return {"points": found, "tier": tier_of(found)}


def check_parse(given: dict[str, Any]) -> Any:
    found = parse(given["text"])
    if isinstance(found, Classification):
        return {"value": found.wire()}
    assert isinstance(found, ParseFailure)
    fields = {"badFields": list(found.fields)} if found.fields else {}
    return {"error": found.stage, "topLevelKeys": list(found.keys), **fields}


def check_normalize(given: dict[str, Any]) -> Any:
    found = normalize(ApiKind(given["kind"]), given["body"])
    return found and {name: found.wire()[name] for name in _REFERENCE_FIELDS}


_REFERENCE_FIELDS = (
    *("apiKind", "requestedModel", "systemPromptPrefix", "userPromptPrefix"),
    *("latestUserPromptPrefix", "messageCount", "hasTools", "stream", "providerHints"),
)


def check_events(given: dict[str, Any]) -> Any:
    found = read_events(given["lines"])
    return {
        "text": found.text,
        "costUsd": found.cost_usd,
        "eventCount": found.event_count,
        "lastEventTypes": list(found.last_event_types),
    }


def check_grading(given: dict[str, Any]) -> Any:
    return passes(TypeAdapter(Check).validate_python(given["check"]), given["output"])


def row(index: int, given: dict[str, Any]) -> CaseResult:
    cause = FailureCause.TIMEOUT if given["timed_out"] else None
    return CaseResult(
        run_id="r",
        candidate="c",
        case_id=f"case-{index}",
        case_digest="d",
        repetition=0,
        tier=None,
        score=given["score"],
        latency_ms=given["latency_ms"],
        cost_usd=given["cost_usd"],
        cause=cause or (FailureCause.WRONG_ANSWER if given["error"] else None),
    )


def check_summary(given: dict[str, Any]) -> Any:
    rows = [row(i, r) for i, r in enumerate(given["rows"])]
    found = summarize("m", "*", rows, 0.9).wire()
    names = "accuracy avgCostUsd avgLatencyMs p50LatencyMs p95LatencyMs cases errors timeouts"
    return {name: found[name] for name in names.split()}


def check_ranking(given: dict[str, Any]) -> Any:
    candidates = [Candidate.from_wire({"meetsThreshold": False, **c}) for c in given["candidates"]]
    ranked = rank(candidates, given["minAccuracy"], Rule.MEAN)
    return [{"model": c.model, "meetsThreshold": c.meets_threshold} for c in ranked]


def summary(given: dict[str, Any]) -> Summary:
    empty = dict.fromkeys(
        ["lower", "upper", "avgCostUsd", "avgLatencyMs", "p50LatencyMs", "p95LatencyMs"]
    )
    counts = dict.fromkeys(["passes", "holes", "errors", "timeouts"], 0)
    return Summary.from_wire({**empty, **counts, "confidence": 0.9, **given})


def check_winner(given: dict[str, Any]) -> Any:
    summaries = [summary(s) for s in given["summaries"]]
    found = winner(summaries, given["minAccuracy"], given["maxP95LatencyMs"], Rule.MEAN)
    return found and found.model


REFERENCE_TABLE_KEYS = ("version", "generatedAt", "minAccuracy", "switchCostFactor", "source")
REFERENCE_CANDIDATE_KEYS = (
    "model",
    "accuracy",
    "avgCostUsd",
    "reasoningEffort",
    "meetsThreshold",
)


def as_reference(table: RoutingTable) -> dict[str, Any]:
    wire = table.wire()
    wire["generatedAt"] = wire["generatedAt"].replace("00Z", "00.000Z")
    tiers = {
        tier: [{k: c[k] for k in REFERENCE_CANDIDATE_KEYS} for c in found]
        for tier, found in wire["tiers"].items()
    }
    return {**{k: wire[k] for k in REFERENCE_TABLE_KEYS}, "tiers": tiers}


def check_table(given: dict[str, Any]) -> Any:
    terms = Terms(
        given["minAccuracy"],
        given["switchCostFactor"],
        Rule.MEAN,
        efforts={m["id"]: m["reasoningEffort"] for m in given["deciderModels"]},
    )
    summaries = tuple(summary(s) for s in given["summaries"])
    builder = Builder(summaries, terms, Paired.of(()))
    if builder.empty:
        return {"published": False, "emptyTier": builder.empty.tier}
    found = builder.build(given["runId"], datetime.fromisoformat(given["generatedAt"]))
    return {"published": True, "table": as_reference(found)}


def check_engine(given: dict[str, Any]) -> Any:
    axes = given["axes"]
    tier = tier_of(
        points(
            Level(axes["reasoning"]),
            ContextComplexity(axes["context"]),
            ExecutionMode(axes["mode"]),
            Level(axes["risk"]),
        )
    )
    table = given["table"] and RoutingTable.from_wire(given["table"])
    if table is None:
        return None
    choice = choose(table, Asked(tier, session=Session(given["incumbent"])))
    found = decision_of(table, tier, choice)
    return found and found.wire()


CHECKS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "classifier_parse": check_parse,
    "decision_engine": check_engine,
    "grading": check_grading,
    "kilo_events": check_events,
    "normalize": check_normalize,
    "p95": check_summary,
    "ranking": check_ranking,
    "table_builder": check_table,
    "tiers": check_tier,
    "winner": check_winner,
}


def vectors() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.json")):
        for index, case in enumerate(json.loads(path.read_text())["cases"]):
            yield pytest.param(path.stem, case, id=f"{path.stem}-{case.get('name', index)}")


@pytest.mark.parametrize(("name", "case"), list(vectors()))
def test_vector_holds(name: str, case: dict[str, Any]) -> None:
    assert CHECKS[name](case["in"]) == case["out"]


def test_every_vector_file_is_run() -> None:
    assert {p.stem for p in FOLDER.glob("*.json")} <= CHECKS.keys()


def test_classifier_score_of_each_set_of_wrong_fields() -> None:
    data = json.loads((FOLDER / "grading.json").read_text())
    for case in data["fieldCases"]:
        wrong = {f: data["fieldWrongValues"][f] for f in case["in"]["wrongFields"]}
        values = {**data["fieldExpected"], **wrong}
        names = {f.name: values[f.encode_name] for f in fields(Labels)}
        found = cast("Classification", SimpleNamespace(**names))
        assert score(Labels.from_wire(data["fieldExpected"]), found) == case["out"]
