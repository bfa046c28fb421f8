"""A model that reads a history: which reasoning in it goes to that model."""

from dataclasses import dataclass, field

from gateway.authors import Authors
from reading.portable import FORMAT_VENDORS

# They refuse a tool turn of the assistant without it ("thinking mode": DeepSeek, Moonshot).
_NEED_REASONING = frozenset({"deepseek", "moonshotai"})


@dataclass(frozen=True)
class Reader:
    """A model of `vendor`. `refused`: it refused the opaque state of this session before, so that
    all of it is taken out.
    """

    vendor: str
    authors: Authors = field(default_factory=Authors)
    refused: bool = False

    @property
    def needs_reasoning(self) -> bool:
        return self.vendor in _NEED_REASONING

    @property
    def names_itself(self) -> bool:
        """Whether its reasoning says whose it is (OpenRouter's `format`)."""
        return self.vendor in FORMAT_VENDORS

    def reads(self, author: str | None, *, possible: bool = True) -> bool:
        """Return whether a piece goes to the model: what its vendor wrote goes back as it is. Of
        an unknown author it does when the vendor can have written it (`possible`).
        """
        return possible if author is None else author == self.vendor

    def blob_of(self, *values: object) -> str | None:
        """Return the opaque text among the values."""
        return next((v for v in values if isinstance(v, str) and v), None)

    def author(self, blob: str | None) -> str | None:
        """Return the vendor that wrote an opaque text, as far as it was seen."""
        return self.authors.blob(blob) if blob else None
