"""The classifier that costs nothing: what holds for any text, and where its weights come from."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import training
from contracts.classification import ApiKind, Classification, ClassifierInput
from contracts.completion import Completion
from contracts.hot_record import replace
from contracts.taxonomy import AXES, SUBTYPES, TASK_OF, SubtaskType, TaskType
from contracts.tier import TIERS
from contracts.tuning import DEFAULT
from functions.benchmark.cases.load import load_classifiers, load_deciders
from functions.benchmark.grade.label_score import WEIGHTS
from functions.classifier import features, linear, weights
from functions.classifier.classify import classify, fingerprint
from functions.classifier.linear import LINEAR, OUTPUTS, guess
from functions.classifier.prompt import fingerprint as prompt_fingerprint
from tests.classifier.test_classify import request

TEXTS = st.none() | st.text(max_size=300) | st.from_regex(r"[a-z./(){}` -]{0,300}", fullmatch=True)
REQUESTS = st.fixed_dictionaries(
    {
        "api_kind": st.sampled_from(ApiKind),
        "requested_model": st.just("any/model"),
        "system_prompt_prefix": TEXTS,
        "user_prompt_prefix": TEXTS,
        "latest_user_prompt_prefix": TEXTS,
        "message_count": st.none() | st.integers(0, 10**9),
        "has_tools": st.booleans(),
        "stream": st.booleans(),
    }
).map(lambda given: ClassifierInput(**given))
RUN = 5
# What only reads and explains is of low risk, whatever it reads about (docs/labels.md).
EXPLAINS = {SubtaskType.ROOT_CAUSE_ANALYSIS}


def never(*_: object) -> Completion:
    raise AssertionError("nobody may be asked")


@settings(deadline=None)
@given(REQUESTS)
def test_any_text_gets_a_valid_classification_and_always_the_same(asked: ClassifierInput) -> None:
    found = guess(asked)
    assert Classification.from_wire(found.classification.wire()) == found.classification
    assert TASK_OF[found.classification.subtask_type] is found.classification.task_type
    assert 0 <= found.expected_score <= 1
    assert found.classification.confidence == found.expected_score
    assert guess(asked) == found


def test_a_half_character_is_no_reason_to_fail() -> None:
    broken = replace(request("x"), user_prompt_prefix="fix \ud800 it")
    assert 0 <= guess(broken).expected_score <= 1


@pytest.mark.parametrize(
    ("text", "subtask"),
    [
        ("start the dev server and tell me its port", SubtaskType.TERMINAL_OPERATIONS),
        ("rename the variable q to query in find.py", SubtaskType.CODE_CLEANUP),
        ("Write unit tests for the tokenizer", SubtaskType.TEST_CREATION),
    ],
)
def test_plain_requests_are_read_as_they_are_meant(text: str, subtask: SubtaskType) -> None:
    assert guess(request(text, tools=True)).classification.subtask_type is subtask


def test_the_latest_turn_counts_and_a_go_ahead_leaves_the_one_before_it() -> None:
    asked = "Write unit tests for the tokenizer"
    plain, later = request(asked), request("hello there", latest=asked)
    assert features.blocks(plain) == features.blocks(later)
    going = features.words_of(request(asked, latest="yes, go"))
    assert features.words_of(plain) < going


def test_a_text_in_unknown_words_is_promised_the_least() -> None:
    model, found = weights.load(), guess(request("Zkontrolujte prosím nastavení zálohování"))
    assert found.expected_score == min(model.steps[1])
    assert found.expected_tier == min(model.tier_steps[1])
    assert found.expected == min(found.expected_score, found.expected_tier)


def test_it_answers_through_the_production_classifier_without_a_call() -> None:
    asked = request("Why does the build fail?")
    outcome = classify(asked, LINEAR, never)
    assert (outcome.classification, outcome.cost_usd) == (guess(asked).classification, 0.0)
    assert not outcome.retried
    assert outcome.fallback is None


def test_its_identity_is_that_of_its_weights() -> None:
    assert fingerprint("any/model", DEFAULT) == prompt_fingerprint(DEFAULT)
    assert fingerprint(LINEAR, DEFAULT) == weights.fingerprint()


def test_the_outputs_are_the_taxonomy() -> None:
    values = {name: list(values) for name, values in OUTPUTS}
    assert values.keys() == WEIGHTS.keys()
    assert (values["task_type"], values["subtask_type"]) == (list(SUBTYPES), list(TASK_OF))
    for axis, allowed in AXES.items():
        assert values[re.sub(r"[A-Z]", lambda m: f"_{m[0].lower()}", axis)] == list(allowed)


def test_the_weights_are_of_these_texts_these_features_and_this_score() -> None:
    """After a change of one of them: `python -m benchmarks.train_linear`."""
    raw = json.loads(weights.WEIGHTS.read_text())
    assert raw["texts"] == training.digest()
    assert raw["features"] == features.VERSION
    assert raw["shares"] == WEIGHTS
    assert weights.WEIGHTS.stat().st_size < 400 * 1024


def test_a_surer_guess_is_never_promised_less() -> None:
    for starts, scores in (weights.load().steps, weights.load().tier_steps):
        assert list(starts) == sorted(starts)
        assert list(scores) == sorted(scores)


def test_the_shares_of_the_tiers_are_those_of_the_axes() -> None:
    found = linear.probabilities(weights.load(), request("Migrate the billing service"))
    assert sum(linear.tier_share(found, tier) for tier in TIERS) == pytest.approx(1)
    sure = {name: dict.fromkeys(values, 0.0) for name, values in found.items()}
    for name, value in (
        ("reasoning_complexity", "high"),
        ("context_complexity", "large"),
        ("execution_mode", "answer_only"),
        ("risk_level", "low"),
    ):
        sure[name][value] = 1.0
    assert [linear.tier_share(sure, tier) for tier in TIERS] == [0, 0, 1]


def test_every_subtype_is_trained_on_all_levels() -> None:
    every = training.examples()
    assert len({e.text for e in every}) == len(every) >= 800
    for subtask in SubtaskType:
        mine = [e for e in every if e.labels.subtask_type is subtask]
        assert len({e.line for e in mine}) >= 40
        explains = mine[0].labels.task_type is TaskType.INVESTIGATION or subtask in EXPLAINS
        levels = ("context_complexity", "reasoning_complexity")
        for name in levels if explains else (*levels, "risk_level"):
            assert len({getattr(e.labels, name) for e in mine}) == 3, (subtask, name)


def test_no_training_text_repeats_a_case_of_the_benchmark() -> None:
    known = {run for text in _benchmark() for run in _runs(text)}
    shared = {(e.line, run) for e in training.examples() for run in _runs(e.text) if run in known}
    assert not shared


def _benchmark() -> Iterator[str]:
    for case in load_classifiers():
        asked = case.input
        yield asked.system_prompt_prefix or ""
        yield asked.user_prompt_prefix or ""
        yield asked.latest_user_prompt_prefix or ""
    for task in load_deciders():
        yield from (task.system_prompt, task.user_prompt)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return every five words in a row."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
