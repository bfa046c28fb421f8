"""What one CLI may ask the worker for: with its own key, as its own user, for its one case."""

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from container.meter import CaseMeter
from container.models import ModelList
from container.upstream import Upstream


@dataclass(frozen=True)
class OpenCase:
    """`turn` is held by the call that is under way: a case has one at a time."""

    meter: CaseMeter
    upstream: Upstream
    turn: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Access:
    """`key` opens one proxy only. Once `uid` is known, no other user may connect; `case` is None
    while none is open."""

    models: ModelList
    key: str = field(default_factory=lambda: f"case-{secrets.token_urlsafe(24)}", repr=False)
    uid: int | None = None
    case: OpenCase | None = None

    def knows(self, authorization: str) -> bool:
        """Return whether a header holds the key; takes as long for any wrong one."""
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.key}".encode())
