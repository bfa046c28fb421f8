"""How large the cases are: files, lines and tokens to read, and steps of the reference solution."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median

from contracts.dataset import DeciderCase
from contracts.world import World
from reading.weigh import text_tokens

_LANGUAGES = {
    **dict.fromkeys((".py",), "Python"),
    **dict.fromkeys((".ts", ".mts", ".tsx"), "TypeScript"),
    **dict.fromkeys((".js", ".mjs", ".cjs"), "JavaScript"),
    **dict.fromkeys((".sh", ".bash"), "shell"),
    **dict.fromkeys((".tf", ".hcl"), "HCL"),
    **dict.fromkeys((".yml", ".yaml"), "YAML"),
    ".sql": "SQL",
    ".go": "Go",
    ".rs": "Rust",
    ".java": "Java",
}


@dataclass(frozen=True)
class Size:
    """What one case holds. `tokens` are of its prompts and files together, estimated."""

    files: int
    lines: int
    tokens: int
    steps: int


def size_of(case: DeciderCase, world: World | None) -> Size:
    files = _files(case, world)
    said = (case.system_prompt, case.user_prompt, *case.turns)
    return Size(
        files=len(files),
        lines=sum(len(text.splitlines()) for text in files.values()),
        tokens=round(sum(map(text_tokens, (*said, *files.values())))),
        steps=len(case.solution.steps),
    )


def language_of(case: DeciderCase, world: World | None) -> str:
    """Return the language in which most bytes of the case's files are; `text` without code."""
    count: Counter[str] = Counter()
    for path, text in _files(case, world).items():
        language = _LANGUAGES.get(PurePosixPath(path).suffix)
        if language:
            count[language] += len(text)
    return count.most_common(1)[0][0] if count else "text"


def middle_and_most(values: Iterable[int]) -> str:
    """Return the median, and the maximum in brackets; `–` without values."""
    found = list(values)
    return f"{median(found):g} ({max(found)})" if found else "–"


def _files(case: DeciderCase, world: World | None) -> Mapping[str, str]:
    return case.world.files(world, case.files) if case.world and world else case.files
