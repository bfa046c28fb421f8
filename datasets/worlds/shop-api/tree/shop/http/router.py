"""Routes: a handler says by a decorator how it is reached and who may call it."""

import re
from dataclasses import dataclass
from typing import Callable

ROLES = ("public", "customer", "staff", "admin")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    role: str
    handler: Callable
    bucket: str = "api"
    idempotent: bool = False
    raw: bool = False

    @property
    def pattern(self):
        return re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path) + "$")


ROUTES: list[Route] = []


def route(method, path, role, **more):
    """Register a handler. `idempotent` routes need the header Idempotency-Key."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role}")

    def register(handler):
        ROUTES.append(Route(method, path, role, handler, **more))
        return handler

    return register


def match(method, path):
    """Return the route, its parameters, and the methods that the path knows."""
    methods = set()
    for candidate in ROUTES:
        found = candidate.pattern.match(path)
        if found:
            methods.add(candidate.method)
            if candidate.method == method:
                return candidate, found.groupdict(), methods
    return None, {}, methods
