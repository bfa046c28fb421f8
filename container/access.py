"""Hold which calls a proxy accepts: with its own key, from its own user, for its one case."""

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from adapters.provider.optional import Optional
from container.meter import CaseMeter
from container.models import ModelList
from container.upstream import Upstream


@dataclass(frozen=True)
class OpenCase:
    """A case whose calls are accepted. The running call holds `turn`: a case has one at a time."""

    meter: CaseMeter
    upstream: Upstream
    turn: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Access:
    """The access to one proxy, which `key` alone opens. Once `uid` is known, no other user may
    connect; `case` is None while no case is open."""

    models: ModelList
    optional: Optional = field(default_factory=Optional)
    key: str = field(default_factory=lambda: f"case-{secrets.token_urlsafe(24)}", repr=False)
    uid: int | None = None
    case: OpenCase | None = None

    def knows(self, authorization: str) -> bool:
        """Return whether a header holds the key; any wrong key takes equally long."""
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.key}".encode())
