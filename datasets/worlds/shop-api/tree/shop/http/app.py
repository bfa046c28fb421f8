"""The application: finds the route, prepares the context, answers in JSON."""

import json
import logging
import os

from shop import db, handlers, limits, settings  # noqa: F401  (handlers register their routes)
from shop.clock import SystemClock
from shop.context import Context
from shop.errors import ShopError
from shop.http import middleware, router
from shop.http.request import REASONS, Request

log = logging.getLogger("shop")


class App:
    def __init__(self, conn, clock=None, env=None):
        self.env = dict(os.environ if env is None else env)
        self.ctx = Context(conn, clock or SystemClock(), settings.load(self.env), self.env)
        self.limiter = middleware.Limiter(limits.load(self.env))

    def __call__(self, environ, start_response):
        status, body = self._answer(environ)
        data = b"" if status == 204 else json.dumps(body).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(data)))]
        start_response(f"{status} {REASONS.get(status, 'Error')}", headers)
        return [data]

    def _answer(self, environ):
        try:
            return self._dispatch(Request(environ))
        except ShopError as error:
            return error.status, {"error": error.code, "message": str(error), **error.details}
        except Exception:
            log.exception("request failed")
            return 500, {"error": "internal", "message": "see the log"}

    def _dispatch(self, request):
        route, request.params, methods = router.match(request.method, request.path)
        if route is None:
            if methods:
                return 405, {"error": "method_not_allowed", "message": ", ".join(sorted(methods))}
            return 404, {"error": "not_found", "message": request.path}
        ctx = middleware.identify(self.ctx, request)
        middleware.authorize(ctx, route)
        self.limiter.check(ctx.actor, route.bucket, ctx.clock.now())
        if route.idempotent:
            return middleware.once(ctx, request, lambda: route.handler(ctx, request))
        return route.handler(ctx, request)


def make_app():
    """Make the application of this process' environment (the entry point of the WSGI server)."""
    return App(db.connect(settings.load().db_path))
