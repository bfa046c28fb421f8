"""Reads the prompts of decider cases as production reads a request."""

from contracts.classification import ApiKind, ClassifierInput
from contracts.dataset import DeciderCase
from functions.classifier.normalize import normalize

_TOOL = {"type": "function", "function": {"name": "bash", "parameters": {}}}


def request_of(case: DeciderCase) -> ClassifierInput:
    """Return what production reads of the case's prompt, asked by an agent that offers tools. The
    sentence that fixes the form of the answer is the benchmark's and is left out.
    """
    system = [{"role": "system", "content": case.system_prompt}] if case.system_prompt else []
    turns = [*system, {"role": "user", "content": case.user_prompt}]
    body = {"model": "evaluated", "stream": True, "messages": turns, "tools": [_TOOL]}
    found = normalize(ApiKind.CHAT_COMPLETIONS, body)
    assert found is not None
    return found
