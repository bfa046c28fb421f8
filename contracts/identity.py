"""The short-lived identity under which benchmark calls are made."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.scalars import Text

ISSUER = "auto-routing"
AUDIENCE = "auto-routing-gateway"
TOKEN_SOURCE: Literal["auto-routing-benchmark"] = "auto-routing-benchmark"  # noqa: S105
# Seconds; the reference system's tokens are valid as long.
LONGEST = 6 * 3600


class TokenRequest(ControlRecord):
    """A request for a token that is valid for `seconds`."""

    user_id: Text
    seconds: Annotated[int, Field(ge=60, le=LONGEST)] = 3600


class TokenAnswer(ControlRecord):
    token: Text
    expires_at: datetime


class Identity(ControlRecord):
    """The claims of a valid token. `token_id` is unique; `models` are all that it may call."""

    user_id: Text
    token_id: Text
    issued_at: datetime
    expires_at: datetime
    models: tuple[Text, ...] = ()
    token_source: Literal["auto-routing-benchmark"] = TOKEN_SOURCE
