"""Store the acts on the bank; an act that is stored never changes."""

from dataclasses import dataclass

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, body_of, item
from contracts.bank import BankAct


@dataclass(frozen=True)
class BankStore:
    items: Items

    def acts(self) -> list[BankAct]:
        """Return all acts, the first one first."""
        return [body_of(BankAct, found) for found in self.items.query(keys.BANK)]

    def append(self, act: BankAct) -> bool:
        """Store an act. Return False, and store nothing, if its number is taken."""
        return self.items.put_new(item(keys.bank_act(act.number), act))
