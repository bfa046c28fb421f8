"""How an answer is judged."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from contracts.control_record import ControlRecord
from contracts.scalars import Text


class Exact(ControlRecord):
    """The whole answer, or its last line, is `value`. Upper and lower case are the same; white
    space, emphasis, a code span and a full stop around it do not count.
    """

    kind: Literal["exact"] = "exact"
    value: Text


class ContainsAll(ControlRecord):
    kind: Literal["contains_all"] = "contains_all"
    values: tuple[Text, ...]


class Regex(ControlRecord):
    """A pattern in RE2 syntax is found anywhere in the raw answer."""

    kind: Literal["regex"] = "regex"
    pattern: Text
    flags: Annotated[str, Field(pattern="^[gimsu]*$")] = ""


class JsonEqual(ControlRecord):
    """The first JSON value of the answer equals `value`; key order does not count."""

    kind: Literal["json_equal"] = "json_equal"
    value: JsonValue


class Verifier(ControlRecord):
    """A Python program judges the files that the model left: they pass when it runs to its end. It
    never reads or runs them itself, see datasets/README.md.
    """

    kind: Literal["verifier"] = "verifier"
    script: Text


Check = Annotated[Exact | ContainsAll | Regex | JsonEqual | Verifier, Field(discriminator="kind")]
