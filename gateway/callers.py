"""The users of a gateway with their keys."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from contracts.scalars import Text
from contracts.usage import ANONYMOUS

# Chosen: a key that a person types is guessed.
Key = Annotated[str, Meta(min_length=16)]
KeysByUser = dict[Text, Key | tuple[Key, ...]]
SHAPE = (
    "it has to be an object of users, each with a key of at least 16 characters or a list of such "
    'keys: {"alice": "…", "bob": ["…", "…"]}'
)


def pairs(users: Mapping[str, str | tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield each key with its user."""
    for user, keys in users.items():
        for key in (keys,) if isinstance(keys, str) else keys:
            yield key, user


def check(users: Mapping[str, str | tuple[str, ...]]) -> None:
    """Raise ValueError, which holds no key, when a key cannot be sent or does not tell its user."""
    if ANONYMOUS in users:
        raise ValueError(f"{ANONYMOUS} names the callers without a key; name the user otherwise")
    found: dict[str, str] = {}
    for key, user in pairs(users):
        if not key.isprintable():
            raise ValueError(f"a key of {user} has a control character; give it another one")
        if found.setdefault(key, user) != user:
            raise ValueError(f"{user} and {found[key]} share a key; give each one of its own")
