"""What a request works with."""

from dataclasses import dataclass, replace
from typing import Any

from shop.settings import Settings


@dataclass(frozen=True)
class Context:
    conn: Any
    clock: Any
    settings: Settings
    env: dict
    actor: str = "system"
    role: str = "system"
    customer_id: int | None = None

    def acting(self, actor, role, customer_id=None):
        return replace(self, actor=actor, role=role, customer_id=customer_id)

    @property
    def is_staff(self):
        return self.role in ("staff", "admin", "system")
