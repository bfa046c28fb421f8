"""Guesses a classification by keywords, when no classifier model gave a usable answer."""

import re
from typing import NamedTuple

from contracts.classification import Classification, ClassifierInput
from contracts.taxonomy import (
    TASK_OF,
    ContextComplexity,
    ExecutionMode,
    Level,
    SubtaskType,
)


class _Rule(NamedTuple):
    subtask: SubtaskType
    words: re.Pattern[str]


def _rule(subtask: SubtaskType, *words: str) -> _Rule:
    return _Rule(subtask, re.compile(rf"\b(?:{'|'.join(words)})\b"))


# The first rule with a hit wins. Whole words with their usual endings: a search for substrings
# would read "prefix" as "fix" and "prompt" as "pr".
_RULES = (
    _rule(
        SubtaskType.BUG_FIXING,
        *("bugs?", "buggy", "broken", "debug(?:ging)?", "errors?", "fail(?:s|ed|ing|ures?)?"),
        *("fix(?:es|ed|ing)?", "regress(?:ion|ions|ed|es)"),
    ),
    _rule(
        SubtaskType.CODE_CLEANUP,
        *("clean ?-?ups?", "maintainability", "refactor(?:s|ed|ing)?", "simplif(?:y|ies|ied|ying)"),
    ),
    _rule(
        SubtaskType.TECHNICAL_PLANNING,
        *("architectures?", "brainstorm(?:ing)?", "design(?:s|ed|ing)?", "plan(?:s|ned|ning)?"),
    ),
    _rule(
        SubtaskType.REPO_EXPLORATION,
        *("find(?:s|ing)?", "inspect(?:s|ing)?", "investigat(?:e|es|ing)", "look(?:ing)? up"),
        *("search(?:es|ing)?", "verif(?:y|ies|ying)"),
    ),
    _rule(
        SubtaskType.MULTI_STEP_EXECUTION,
        *("commit(?:s|ting)?", "deploy(?:s|ing)?", "prs?", "push(?:es|ing)?", "run(?:s|ning)?"),
        *("tests?", "testing"),
    ),
)


def fallback(request: ClassifierInput) -> Classification:
    """Return a guess of tier medium with confidence 0; never fail."""
    text = " ".join(filter(None, _texts(request))).lower()
    hit = next((rule.subtask for rule in _RULES if rule.words.search(text)), None)
    subtask = hit or SubtaskType.FEATURE_DEVELOPMENT
    tools = request.has_tools
    return Classification(
        task_type=TASK_OF[subtask],
        subtask_type=subtask,
        context_complexity=ContextComplexity.MEDIUM,
        reasoning_complexity=Level.MEDIUM,
        risk_level=Level.LOW,
        execution_mode=ExecutionMode.MULTI_STEP_PROJECT if tools else ExecutionMode.ANSWER_ONLY,
        requires_tools=tools,
        confidence=0.0,
    )


def _texts(request: ClassifierInput) -> tuple[str | None, ...]:
    return (
        request.system_prompt_prefix,
        request.user_prompt_prefix,
        request.latest_user_prompt_prefix,
    )
