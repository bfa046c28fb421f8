"""How a classifier model is called."""

from typing import Annotated

from msgspec import Meta

from contracts.hot_record import HotRecord
from contracts.options import Effort


class Tuning(HotRecord):
    """The effort, and the most tokens that an answer may have, with its reasoning: labels take some
    100, a reasoning model thousands. Without an effort the model's own holds.
    """

    reasoning_effort: Effort | None = None
    max_output_tokens: Annotated[int, Meta(ge=50, le=32_000)] = 300


DEFAULT = Tuning()
