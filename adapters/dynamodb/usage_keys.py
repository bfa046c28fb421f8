"""Make the keys of the table of usage rows; this is its whole layout.

|     | row                       | sum of a user, day and model |
|-----|---------------------------|------------------------------|
| pk  | ROW#<hash of its key>     | SUM#<user>                   |
| sk  | ROW                       | <day>#<model>                |
| pk1 | USER#<user>               | DAY#<day>                    |
| sk1 | <at>#<hash>               | <user>#<model>               |
| pk2 | SESSION#<hash>            | MODEL#<model>                |
| sk2 | <at>#<hash>               | <day>#<user>                 |

`pk1`, `sk1` and `pk2`, `sk2` are the keys of the indexes `by1` and `by2`. A row lies under the hash
of its key, so that it is there once, whatever else it says. A row without a session has no `pk2`.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from adapters.dynamodb.keys import Key
from contracts.usage import UsageRow, Used

BY1: Final = "by1"
BY2: Final = "by2"
_MOST = 200  # bytes; DynamoDB allows a sort key 1,024, and clients name models and sessions


def short(text: str) -> str:
    """Return a text of at most 200 bytes; a longer one is cut, and told apart by its digest."""
    raw = text.encode(errors="replace")
    if len(raw) <= _MOST:
        return raw.decode()
    return f"{raw[: _MOST - 20].decode(errors='ignore')}~{digest(text)[:16]}"


def digest(*texts: str) -> str:
    return sha256(json.dumps(texts).encode()).hexdigest()


def row(key: str) -> Key:
    return Key(f"ROW#{digest(key)}", "ROW")


def user(user_id: str) -> str:
    return f"USER#{short(user_id)}"


def session(user_id: str, session_id: str) -> str:
    return f"SESSION#{digest(user_id, session_id)}"


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def sums(user_id: str) -> str:
    return f"SUM#{short(user_id)}"


def day(of: str) -> str:
    return f"DAY#{of}"


def model(model_id: str) -> str:
    return f"MODEL#{short(model_id)}"


def row_indexes(of: UsageRow) -> dict[str, str]:
    """Return the keys of a row in the indexes."""
    ordered = f"{moment(of.at)}#{digest(of.key)[:16]}"
    found = {"pk1": user(of.user_id), "sk1": ordered}
    if of.session_id is not None:
        found |= {"pk2": session(of.user_id, of.session_id), "sk2": ordered}
    return found


def sum_key(of: Used) -> Key:
    return Key(sums(of.user_id or ""), f"{of.day}#{short(of.model or '')}")


def sum_indexes(of: Used) -> dict[str, str]:
    """Return the keys of a sum in the indexes."""
    name, served = short(of.user_id or ""), short(of.model or "")
    return {
        "pk1": day(of.day or ""),
        "sk1": f"{name}#{served}",
        "pk2": model(of.model or ""),
        "sk2": f"{of.day}#{name}",
    }
