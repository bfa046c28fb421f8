"""Capture what the kilo CLI sends to a provider.

Run it as `python -m tests.reading.capture_kilo DIR`.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.reading.agent import Agent, agent
from tests.reading.recorder import Recorded, recorder
from tests.reading.shorten import Shortener

_LIST = {"tool": "bash", "arguments": {"command": "ls", "description": "List the files"}}
_DELEGATE = {
    "tool": "task",
    "arguments": {
        "description": "Find callers",
        "prompt": "Find every caller of slug().",
        "subagent_type": "general",
    },
}


def capture(folder: Path) -> list[Path]:
    """Drive the CLI through all situations, and write a file for each."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root, recorder() as model:
        shortener = Shortener(Path(root))
        with agent(Path(root), model) as cli:
            found = {**_code(cli), **_plan(cli), **_compaction(cli), **_by_hand(cli)}
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder, shortener.fixture(name, request)) for name, request in found.items()]


def _code(cli: Agent) -> dict[str, Recorded]:
    """Work in code mode: with tools, on a go-ahead, and with a sub-agent."""
    session = cli.open()
    read = {"tool": "read", "arguments": {"filePath": str(cli.project / "slug.py")}}
    task = "Fix slug() so that spaces become dashes."
    first, _, loop = cli.say(session, task, read, _LIST, {"text": "I found it. Shall I fix it?"})
    (later,) = cli.say(session, "continue", {"text": "It is fixed."})
    _, sub, result = cli.say(session, "Let a sub-agent look for callers of slug().", _DELEGATE)
    return {
        "code_first_turn": first,
        "tool_loop_step": loop,
        "later_turn": later,
        "title": cli.title(),
        "sub_agent": sub,
        "sub_agent_result": result,
    }


def _plan(cli: Agent) -> dict[str, Recorded]:
    """Plan, then let the plan be carried out."""
    session = cli.open()
    reply = {"text": "Normalize to NFKD, then drop the marks."}
    (plan,) = cli.say(session, "Plan how slug() could handle accents.", reply, agent="plan")
    (switch,) = cli.say(session, "Go ahead.")
    return {"plan_turn": plan, "plan_to_code": switch}


def _compaction(cli: Agent) -> dict[str, Recorded]:
    """Fill the context in the middle of a tool loop, so that the CLI compacts and goes on."""
    session = cli.open(title="Rename slug")
    text = "Rename slug() to slugify() everywhere."
    _, summary, after = cli.say(session, text, {**_LIST, "full": True})
    (later,) = cli.say(session, "Thanks, now rename it in the tests as well.")
    return {"compaction": summary, "after_compaction": after, "later_after_compaction": later}


def _by_hand(cli: Agent) -> dict[str, Recorded]:
    """Compact at the user's command, when the session already has a summary."""
    session = cli.open(title="Document slug")
    cli.say(session, "Document slug().", {**_LIST, "full": True})
    start = len(cli.recorder.requests)
    cli.compact(session)
    again = next(r for r in cli.recorder.requests[start:] if r.mode == "compaction")
    (after,) = cli.say(session, "Go on with the examples.")
    return {"compaction_again": again, "after_compaction_by_hand": after}


def _write(folder: Path, fixture: dict[str, Any]) -> Path:
    path = folder / f"{fixture['situation']}.json"
    path.write_text(json.dumps(fixture, indent=1, ensure_ascii=False) + "\n")
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the fixtures go")
    for path in capture(parser.parse_args(arguments).folder):
        print(path)


if __name__ == "__main__":
    main()
