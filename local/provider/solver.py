"""Simulate a decider: it knows the dataset and solves a share of its cases."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.dataset import DeciderCase
from contracts.rounding import whole
from local.provider.catalogue import SimulatedModel
from local.provider.reply import Reply, texts

# To the end of the line: a path may hold spaces.
_DIRECTORY = re.compile(r"working directory: *(\S.*?) *$", re.I | re.M)
_UNKNOWN = "I am a simulated model and only know the cases of the dataset."


@dataclass(frozen=True)
class Solver:
    """A solver whose replies depend on messages and seed alone: it answers a repeated request
    alike."""

    cases: tuple[DeciderCase, ...]
    seed: str = "0"

    def reply(self, model: SimulatedModel, messages: list[dict[str, Any]]) -> Reply:
        case = self._recognize(messages)
        if case is None:
            return Reply(_UNKNOWN)
        results = texts(messages, "tool")
        steps = case.solution.steps
        solved = self.solves(model, case)
        turn = sum(text in "\n".join(texts(messages, "user")) for text in case.turns)
        todo = steps if solved else case.wrong_steps or steps[:1]
        due = [step for step in todo if step.turn <= turn]
        if len(results) < len(due):
            step = due[len(results)]
            return Reply(tool=step.tool, args=_filled(step.args, _directory(messages)))
        if turn < len(case.turns):
            return Reply("That is done. What is next?")
        answer = case.solution.answer if solved else case.wrong_answer
        return Reply(answer.replace("{output}", results[-1].strip() if results else ""))

    def solves(self, model: SimulatedModel, case: DeciderCase) -> bool:
        """Return whether the model solves the case: exactly the declared share of a tier's cases,
        and always the same ones."""
        peers = [c.case_id for c in self.cases if c.tier is case.tier]
        order = sorted(peers, key=lambda case_id: self._digest(model.id, case_id))
        skill = model.skill.get(case.tier.value, 0.0)
        return order.index(case.case_id) < whole(skill * len(peers))

    def _recognize(self, messages: list[dict[str, Any]]) -> DeciderCase | None:
        asked = "\n".join(texts(messages, "user"))
        known = [case for prompt, case in self._prompts if prompt in asked]
        return max(known, key=lambda case: len(case.user_prompt), default=None)

    @cached_property
    def _prompts(self) -> list[tuple[str, DeciderCase]]:
        return [(case.user_prompt.strip(), case) for case in self.cases]

    def _digest(self, *parts: str) -> str:
        return hashlib.sha256("|".join((self.seed, *parts)).encode()).hexdigest()


def _directory(messages: list[dict[str, Any]]) -> str:
    shown: Iterable[str] = (*texts(messages, "system"), *texts(messages, "user"))
    found = next((hit for text in shown if (hit := _DIRECTORY.search(text))), None)
    return found.group(1) if found else "."


def _filled(value: Any, directory: str) -> Any:
    if isinstance(value, str):
        return value.replace("{cwd}", directory)
    if isinstance(value, dict):
        return {key: _filled(item, directory) for key, item in value.items()}
    return [_filled(item, directory) for item in value] if isinstance(value, list) else value
