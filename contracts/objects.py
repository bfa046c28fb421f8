"""The layout of the bucket, in one place."""

LIVE_TABLE = "live/routing-table.json"
LIVE_WINNER = "live/classifier-winner.json"


def tasks(run_id: str) -> str:
    """What workers may see of the cases of a run."""
    return f"tasks/{run_id}.json"


def verifiers(run_id: str) -> str:
    """The programs that judge the files a model leaves; the worker reads it."""
    return f"verifiers/{run_id}.json"


def cases(run_id: str) -> str:
    """The cases of a run with their checks; only grading reads it."""
    return f"cases/{run_id}.json"


def attempt(run_id: str, candidate: str, repetition: int, case_id: str) -> str:
    return f"attempts/{run_id}/{candidate.replace('/', '~')}/{repetition}/{case_id}.json"
