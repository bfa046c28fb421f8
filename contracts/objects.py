"""The keys of the objects in the bucket."""

LIVE_TABLE = "live/routing-table.json"
LIVE_CLASSIFIER = "live/classifier.json"


def tasks(run_id: str) -> str:
    """Return the key of the tasks of a run, which workers may read."""
    return f"tasks/{run_id}.json"


def verifiers(run_id: str) -> str:
    """Return the key of the verifiers of a run; the worker's judge reads them."""
    return f"verifiers/{run_id}.json"


def cases(run_id: str) -> str:
    """Return the key of the cases of a run with their checks; only grading reads them."""
    return f"cases/{run_id}.json"


def carried(run_id: str) -> str:
    """Return the key of the results of earlier runs that this run reuses."""
    return f"carried/{run_id}.json"


def piece(digest: str) -> str:
    """Return the key of a piece of a part that is being sent; it is forgotten after a day."""
    return f"pieces/{digest}"


def part(name: str, version: str) -> str:
    """Return the key of a version of a private part; only what starts runs reads it."""
    return f"parts/{name}/{version}.json"


def debug(debug_id: str) -> str:
    return f"debug/{debug_id}.json"


def all_attempts(run_id: str) -> str:
    return f"attempts/{run_id}/"


def attempts(run_id: str, candidate: str, repetition: int, case_id: str) -> str:
    """Return the prefix of the keys of all attempts at a case."""
    name = candidate.replace("~", "%7E").replace("/", "~")
    return f"{all_attempts(run_id)}{name}/{repetition}/{case_id}/"


def attempt(run_id: str, candidate: str, repetition: int, case_id: str, number: int = 0) -> str:
    return f"{attempts(run_id, candidate, repetition, case_id)}{number}.json"


def number(key: str) -> int:
    """Return the number of the attempt that is stored under `key`."""
    return int(key.rpartition("/")[2].removesuffix(".json"))
