"""Store results that later runs may carry."""

from dataclasses import dataclass

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, body_of, item
from contracts.evidence import Evidence


@dataclass(frozen=True)
class EvidenceStore:
    items: Items

    def keep(self, evidence: Evidence) -> None:
        """Keep a result; it replaces an older one of equal conditions, case and repetition."""
        self.items.put(_item(evidence))

    def keep_all(self, evidence: list[Evidence]) -> None:
        """Keep all results. Raises BatchIncomplete; safe to repeat."""
        self.items.put_all(map(_item, evidence))

    def of(self, candidate: str) -> list[Evidence]:
        """Return all evidence of a candidate, under any conditions."""
        found = self.items.query(f"EVIDENCE#{candidate}")
        return [body_of(Evidence, f) for f in found]


def _item(evidence: Evidence) -> dict[str, object]:
    result = evidence.result
    key = keys.evidence(
        result.candidate, evidence.conditions.digest, result.case_digest, result.repetition
    )
    return item(key, evidence)
