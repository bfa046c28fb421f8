"""How an answer is judged."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from contracts.control_record import ControlRecord
from contracts.scalars import Text


class Exact(ControlRecord):
    """The whole answer, or its last line, is `value`. Case does not count, nor what stands around
    it: white space, emphasis, a code span, a full stop.
    """

    kind: Literal["exact"] = "exact"
    value: Text


class ContainsAll(ControlRecord):
    kind: Literal["contains_all"] = "contains_all"
    values: tuple[Text, ...]


class Regex(ControlRecord):
    """RE2 syntax, searched anywhere in the raw answer."""

    kind: Literal["regex"] = "regex"
    pattern: Text
    flags: Annotated[str, Field(pattern="^[gimsu]*$")] = ""


class JsonEqual(ControlRecord):
    """The first JSON value of the answer equals `value`; key order does not count."""

    kind: Literal["json_equal"] = "json_equal"
    value: JsonValue


class Verifier(ControlRecord):
    """A Python program that judges the files that are left: they pass when it comes to its end.
    It has files run and read elsewhere and never does so itself; see datasets/README.md.
    """

    kind: Literal["verifier"] = "verifier"
    script: Text


Check = Annotated[Exact | ContainsAll | Regex | JsonEqual | Verifier, Field(discriminator="kind")]
