"""Checks the dataset as a whole: covered, balanced, without near-duplicates, harmless."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from contracts.dataset import ClassifierCase, DeciderCase
from contracts.taxonomy import PAIRS, ContextComplexity, Level
from contracts.tier import TIERS
from functions.benchmark.cases.checks import passes

_Pair = tuple[DeciderCase, DeciderCase]
_AXES: dict[str, tuple[object, ...]] = {
    "context_complexity": tuple(ContextComplexity),
    "reasoning_complexity": tuple(Level),
    "risk_level": tuple(Level),
    "requires_tools": (True, False),
}
# chosen, as the counts below, which datasets/README.md documents.
_SHARE = 0.1
_APART = 0.15
_ALIKE = 0.5
_WORDS = 3
_UNSAFE = re.compile(r"\bsudo\b|rm -rf /(?!tmp)|\bcurl\s|\bwget\s")


def dataset_faults(
    deciders: Sequence[DeciderCase], classifiers: Sequence[ClassifierCase]
) -> Iterator[str]:
    """Yield a line for each broken rule, with what breaks it."""
    yield from _coverage(deciders, classifiers)
    yield from _balance(classifiers)
    yield from part_faults(deciders)


def part_faults(cases: Sequence[DeciderCase], others: Sequence[DeciderCase] = ()) -> Iterator[str]:
    """Yield a line for each case of a part that is too like another, of the part or of `others`, or
    that does harm.
    """
    pairs = [*combinations(cases, 2), *product(cases, others)]
    yield from _doubles(pairs)
    yield from _mutual(pairs)
    for case in cases:
        found = _UNSAFE.search(case.model_dump_json())
        if found:
            yield f"{case.case_id}: {found.group()!r} reaches outside the working directory"


def _coverage(
    deciders: Sequence[DeciderCase], classifiers: Sequence[ClassifierCase]
) -> Iterator[str]:
    tasks = Counter((c.task_type, c.subtask_type) for c in deciders)
    requests = Counter((c.expected.task_type, c.expected.subtask_type) for c in classifiers)
    for pair in PAIRS:
        if tasks[pair] < 10 or requests[pair] < 8:
            counts = f"{tasks[pair]} tasks and {requests[pair]} requests"
            yield f"{'/'.join(pair)}: {counts}; at least 10 tasks and 8 requests are needed"
    for tier in TIERS:
        mine = [c for c in deciders if c.tier is tier]
        types = len({c.task_type for c in mine})
        if len(mine) < 50 or types < 5:
            counts = f"{len(mine)} tasks of {types} task types"
            yield f"tier {tier}: {counts}; at least 50 tasks of 5 task types are needed"
    agentic = sum(case.agentic for case in deciders)
    if agentic < 90:
        yield f"{agentic} tasks need tools; at least 90 are needed"


def _balance(classifiers: Sequence[ClassifierCase]) -> Iterator[str]:
    """Yield the faults by which a label could be guessed from data beside the request's text."""
    total = len(classifiers)
    for axis, values in _AXES.items():
        found = Counter(getattr(c.expected, axis) for c in classifiers)
        for value in values:
            if found[value] < _SHARE * total:
                counts = f"{found[value]} of {total} requests"
                yield f"{axis} {value}: {counts}; at least {_SHARE:.0%} are needed"
    differ = sum(c.expected.requires_tools != c.input.has_tools for c in classifiers)
    if differ < total / 4:
        counts = f"{differ} of {total} requests"
        yield f"requiresTools differs from hasTools in {counts}; at least 25% are needed"
    long = [c for c in classifiers if (c.input.message_count or 0) > 9]
    for tier in TIERS:
        mine = [c for c in classifiers if c.expected.tier is tier]
        share, usual = sum(c in long for c in mine) / max(len(mine), 1), len(long) / max(total, 1)
        if abs(share - usual) > _APART:
            counts = f"{share:.0%} long conversations, {usual:.0%} in all tiers"
            yield f"tier {tier}: {counts}; they may differ by {_APART:.0%} at most"


def _doubles(pairs: Sequence[_Pair]) -> Iterator[str]:
    prompts = {c.case_id: c.user_prompt for c in chain.from_iterable(pairs)}
    shingles = {case_id: _shingles(prompt) for case_id, prompt in prompts.items()}
    for left, right in ((one.case_id, other.case_id) for one, other in pairs):
        both = shingles[left] & shingles[right]
        if len(both) > _ALIKE * min(len(shingles[left]), len(shingles[right])):
            yield f"{left}, {right}: nearly the same prompt; change or delete one"


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + _WORDS]) for n in range(max(1, len(words) - _WORDS + 1))}


def _mutual(pairs: Sequence[_Pair]) -> Iterator[str]:
    """Yield the cases that pass with the right answer of another case of their kind."""
    for one, another in pairs:
        for case, other in ((one, another), (another, one)):
            alike = other.check.kind == case.check.kind
            if alike and passes(case.check, right_answer(other)):
                yield f"{case.case_id}: passes with the answer of {other.case_id}; make it stricter"


def right_answer(case: DeciderCase) -> str:
    """Return the right answer as text, also where a tool prints it."""
    answer, value = case.solution.answer, getattr(case.check, "value", None)
    if "{output}" not in answer or value is None:
        return answer
    return value if isinstance(value, str) else json.dumps(value)
