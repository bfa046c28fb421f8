"""Read the texts that the linear classifier learns from, `datasets/training/*.toml`, and those of
other authors on which it is calibrated: `datasets/calibration/`, texts and whole conversations.

A file of texts holds the requests of one subtype, one a line: five codes (context, reasoning, risk,
mode, tools), then the request. `{a|b}` are alternatives; a line becomes up to `VARIANTS` requests.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from benchmarks.conversations import Around, body_of, conversation, situation
from contracts.classification import ClassifierInput, Labels
from contracts.digest import digest_of
from contracts.hot_record import replace
from contracts.taxonomy import TASK_OF, ContextComplexity, ExecutionMode, Level, SubtaskType
from functions.benchmark.cases.conversations import case_of, load_conversations
from functions.classifier.normalize import normalize
from functions.classifier.side import own_request

TEXTS = Path(__file__).resolve().parents[1] / "datasets" / "training"
CALIBRATION = TEXTS.with_name("calibration")
VARIANTS = 4  # chosen
_CONTEXT = {value.value[0]: value for value in ContextComplexity}
_LEVEL = {value.value[0]: value for value in Level}
_MODE = {
    "a": ExecutionMode.ANSWER_ONLY,
    "c": ExecutionMode.CODE_CHANGE,
    "x": ExecutionMode.COMMAND_EXECUTION,
    "p": ExecutionMode.MULTI_STEP_PROJECT,
}
_TOOLS = {"+": True, "-": False}
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
# Chosen: share of the requests with tools as their label says, and numbers of messages.
_AS_TOOLS = 0.7
_COUNTS = (1, 1, 2, 3, 5, 8, 13, 24, 48, 70)


@dataclass(frozen=True)
class Example:
    """A request with its labels. `line` names where it was written; requests of one line are
    near-duplicates."""

    line: str
    text: str
    labels: Labels
    request: ClassifierInput
    weight: float


def examples(folder: Path = TEXTS) -> list[Example]:
    """Return all requests, each in the surroundings of a real one; always the same ones."""
    around = tomllib.loads((TEXTS / "surroundings.toml").read_text(encoding="utf-8"))
    return [each for line in _lines(folder) for each in _expanded(*line, around)]


def calibration(folder: Path = CALIBRATION) -> list[Example]:
    """Return the requests of other authors, on which the classifier is not trained, without the
    conversations that are classified by rule."""
    cases = map(case_of, load_conversations(folder))
    return examples(folder) + [
        Example(c.case_id, c.input.user_prompt_prefix or "", c.expected, c.input, 1.0)
        for c in cases
        if not own_request(c.input)
    ]


def digest() -> str:
    """Return 16 hex digits that change with the texts, their labels and their surroundings."""
    every = [*examples(), *calibration()]
    return digest_of(
        [[e.text, e.labels.wire(), e.request.wire(), round(e.weight, 6)] for e in every]
    )


def _lines(folder: Path) -> Iterator[tuple[str, str, SubtaskType]]:
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, line in enumerate(content.get("requests", "").splitlines()):
            yield f"{path.stem}:{number}", line, SubtaskType(content["subtaskType"])


def _expanded(name: str, line: str, subtask: SubtaskType, around: Around) -> Iterator[Example]:
    *codes, text = line.split(" ", 5)
    labels = _labels(subtask, *codes)
    texts = _variants(text)
    for each in texts:
        request = _surrounded(each, labels, around)
        yield Example(name, each, labels, request, len(texts) ** -0.5)


def _labels(
    subtask: SubtaskType, context: str, reasoning: str, risk: str, mode: str, tools: str
) -> Labels:
    return Labels(
        task_type=TASK_OF[subtask],
        subtask_type=subtask,
        context_complexity=_CONTEXT[context],
        reasoning_complexity=_LEVEL[reasoning],
        risk_level=_LEVEL[risk],
        execution_mode=_MODE[mode],
        requires_tools=_TOOLS[tools],
    )


def _variants(text: str) -> list[str]:
    """Return the variants; the nth takes the nth of each alternative, and starts again where there
    are fewer."""
    sizes = [len(found.split("|")) for found in _CHOICE.findall(text)]
    each = range(min(VARIANTS, max(sizes, default=1)))
    return [_CHOICE.sub(lambda m, n=n: _nth(m[1], n), text) for n in each]  # type: ignore[misc]


def _nth(choice: str, number: int) -> str:
    options = choice.split("|")
    return options[number % len(options)]


def _surrounded(text: str, labels: Labels, around: Around) -> ClassifierInput:
    """Return the request, read from a conversation that was drawn by lot."""
    lot = Random(int(sha256(text.encode()).hexdigest(), 16))
    tools = labels.requires_tools if lot.random() < _AS_TOOLS else lot.random() < 0.5
    turns = conversation(text, situation(lot), around, lot)
    kind, body = body_of(turns, around, lot, tools=tools)
    found = normalize(kind, body)
    assert found is not None
    return replace(found, message_count=lot.choice(_COUNTS) + len(turns) - 1)
