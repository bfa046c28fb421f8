"""Simulate a classifier: it knows labels, some of them wrong, and else goes by keywords."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.classification import Labels
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.json_text import read_json, values_in
from contracts.taxonomy import (
    AXES,
    PAIRS,
    SUBTYPES,
    TASK_OF,
    ContextComplexity,
    ExecutionMode,
    Level,
    SubtaskType,
    TaskType,
)
from contracts.tier import Tier
from functions.classifier.prompt import shown
from functions.evaluate.prompts import request_of
from local.provider.catalogue import SimulatedModel
from local.provider.reply import Reply, texts

_HARD = re.compile(r"\b(race|concurren\w+|architect\w+|migrat\w+|root\s+cause|distributed)\b", re.I)
_SOME = re.compile(r"\b(refactor\w*|fails?|failing|design|several|why|investigate|share)\b", re.I)
_WIDE = re.compile(r"\b(across|services|repositor(y|ies)|system)\b", re.I)
_PART = re.compile(r"\b(module|clients?|classes|files|tests?)\b", re.I)
_RISKY = re.compile(r"\b(production|billing|payments?|auth\w*|credentials?|charged)\b", re.I)
_GOALS = (
    (re.compile(r"\b(bug|broken|fix|fails?|error|race)\b", re.I), SubtaskType.BUG_FIXING),
    (re.compile(r"\brefactor\w*\b", re.I), SubtaskType.CODE_CLEANUP),
    (re.compile(r"\b(what|where|which|find)\b", re.I), SubtaskType.REPO_EXPLORATION),
    (re.compile(r"\b(plan|design)\b", re.I), SubtaskType.TECHNICAL_PLANNING),
    (re.compile(r"\b(run|execute)\b", re.I), SubtaskType.TERMINAL_OPERATIONS),
)
# Axes with 1, 4 and 8 points: what a person could say of a task of the tier.
_AXES_OF = {
    Tier.LOW: (ContextComplexity.SMALL, Level.LOW, ExecutionMode.CODE_CHANGE),
    Tier.MEDIUM: (ContextComplexity.MEDIUM, Level.MEDIUM, ExecutionMode.CODE_CHANGE),
    Tier.HIGH: (ContextComplexity.LARGE, Level.HIGH, ExecutionMode.MULTI_STEP_PROJECT),
}


def _labelled(case: DeciderCase) -> ClassifierCase:
    """Return the prompt of a task as a labelled request, so that a simulated classifier is as good
    with tasks as it is with requests."""
    context, reasoning, mode = _AXES_OF[case.tier]
    labels = Labels(
        task_type=case.task_type,
        subtask_type=case.subtask_type,
        context_complexity=context,
        reasoning_complexity=reasoning,
        risk_level=Level.LOW,
        execution_mode=mode,
        requires_tools=True,
    )
    return ClassifierCase(case_id=case.case_id, input=request_of(case), expected=labels)


@dataclass(frozen=True)
class Labeller:
    """A labeller of requests, and of the prompts of tasks, whose answers depend on the request's
    text and the seed alone."""

    cases: tuple[ClassifierCase, ...]
    tasks: tuple[DeciderCase, ...] = ()
    seed: str = "0"

    def reply(self, model: SimulatedModel, messages: list[dict[str, Any]]) -> Reply:
        asked = "\n".join(texts(messages, "user"))
        summary = _summary(asked)
        case = next((c for c in self._known if _same(c, summary)), None)
        labels = case.expected.wire() if case else _guess(summary)
        known = case.case_id if case else asked
        wrong = {name for name in labels if self._misses(model, name, known)} if case else set()
        return Reply(json.dumps({**self._flipped(labels, wrong, known), "confidence": 0.9}))

    @cached_property
    def _known(self) -> tuple[ClassifierCase, ...]:
        return (*self.cases, *map(_labelled, self.tasks))

    def _misses(self, model: SimulatedModel, name: str, known: str) -> bool:
        return self._draw(model.id, name, known) >= model.skill.get("labels", 0.0)

    def _flipped(self, labels: dict[str, Any], wrong: set[str], known: str) -> dict[str, Any]:
        found = dict(labels)
        for name in wrong & AXES.keys():
            found[name] = self._other(list(AXES[name]), labels[name], known)
        if "requiresTools" in wrong:
            found["requiresTools"] = not labels["requiresTools"]
        return {**found, **self._goal(labels, wrong, known)}

    def _goal(self, labels: dict[str, Any], wrong: set[str], known: str) -> dict[str, str]:
        """Return a task type with a subtype that belongs to it."""
        if "taskType" in wrong:
            others = [task for task in TaskType if task != labels["taskType"]]
            task = self._other([str(task) for task in others], "", known)
            return {"taskType": task, "subtaskType": str(next(iter(SUBTYPES[TaskType(task)])))}
        subtypes = [str(sub) for task, sub in PAIRS if task == labels["taskType"]]
        missed = "subtaskType" in wrong
        subtask = self._other(subtypes, labels["subtaskType"], known) if missed else None
        return {"taskType": labels["taskType"], "subtaskType": subtask or labels["subtaskType"]}

    def _other(self, values: list[str], right: str, known: str) -> str:
        others = [value for value in values if value != right]
        return others[int(self._draw("other", known) * len(others))]

    def _draw(self, *parts: str) -> float:
        """Return a number in [0, 1), drawn from a digest of the parts."""
        digest = hashlib.sha256("|".join((self.seed, *parts)).encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48


def _summary(asked: str) -> dict[str, Any]:
    """Return the request to classify, or {} if it cannot be read."""
    try:
        found: dict[str, Any] = read_json(next(iter(values_in(asked)), "{}"))
    except ValueError:
        return {}
    return found


def _same(case: ClassifierCase, summary: dict[str, Any]) -> bool:
    return shown(case.input) == summary


def _guess(summary: dict[str, Any]) -> dict[str, Any]:
    """Return labels, by keywords, for a request that is not in the dataset."""
    text = f"{summary.get('standingOrder', '')} {summary.get('latest', '')}"
    subtask = next((s for words, s in _GOALS if words.search(text)), SubtaskType.CODE_GENERATION)
    hard, some = bool(_HARD.search(text)), bool(_SOME.search(text))
    wide, part = bool(_WIDE.search(text)), bool(_PART.search(text))
    tools = bool(summary.get("toolsOffered"))
    asking = subtask is SubtaskType.REPO_EXPLORATION
    mode = "multi_step_project" if hard else "answer_only" if asking or not tools else "code_change"
    return {
        "taskType": str(TASK_OF[subtask]),
        "subtaskType": str(subtask),
        "contextComplexity": "large" if wide else "medium" if part else "small",
        "reasoningComplexity": "high" if hard else "medium" if some and not asking else "low",
        "riskLevel": "high" if _RISKY.search(text) else "low",
        "executionMode": mode,
        "requiresTools": tools,
    }
