"""Store the evaluation of each table's version."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, body_of, item
from contracts.evaluation import Evaluation

_NEWER_ONLY = "attribute_not_exists(pk) OR evaluatedAt <= :at"


@dataclass(frozen=True)
class EvaluationStore:
    items: Items

    def keep(self, evaluation: Evaluation) -> bool:
        """Keep the evaluation of its version. Return False where a later one is kept."""
        at = evaluation.at.isoformat()
        try:
            self.items.client.put_item(
                TableName=self.items.table,
                Item=item(keys.evaluation(evaluation.version), evaluation, evaluatedAt=at),
                ConditionExpression=_NEWER_ONLY,
                ExpressionAttributeValues={":at": {"S": at}},
            )
        except self.items.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def of(self, version: str) -> Evaluation | None:
        return self.items.get_body(Evaluation, keys.evaluation(version))

    def newest(self) -> Iterator[Evaluation]:
        """Yield the evaluations, that of the newest version first."""
        found = self.items.query(keys.EVALUATIONS, ScanIndexForward=False)
        return (body_of(Evaluation, each) for each in found)
