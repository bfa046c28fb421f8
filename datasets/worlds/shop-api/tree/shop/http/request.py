"""Requests and answers."""

import json
from urllib.parse import parse_qsl

from shop.errors import Invalid

MAX_BODY = 1_000_000
REASONS = {
    200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
    422: "Unprocessable Content", 429: "Too Many Requests", 500: "Internal Server Error",
}


class Request:
    def __init__(self, environ):
        self.method = environ["REQUEST_METHOD"]
        self.path = environ.get("PATH_INFO", "/")
        self.query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        self.headers = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        self.params = {}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > MAX_BODY:
            raise Invalid("the body is too large")
        self.body = environ["wsgi.input"].read(length) if length else b""

    @property
    def json(self):
        """Return the body as an object; an empty body is an empty object. Raises Invalid."""
        if not self.body:
            return {}
        try:
            value = json.loads(self.body)
        except ValueError:
            raise Invalid("the body is no JSON") from None
        if not isinstance(value, dict):
            raise Invalid("the body must be an object")
        return value

    def number(self, name):
        text = self.params[name]
        if not text.isdigit():
            raise Invalid(f"{name} must be a number", field=name)
        return int(text)


def field(body, name, kind, default=...):
    """Return a field of a body. Raises Invalid when it is missing or of another kind."""
    value = body.get(name, default)
    if value is ...:
        raise Invalid(f"{name} is missing", field=name)
    if value is not default and (not isinstance(value, kind) or isinstance(value, bool) and kind is int):
        raise Invalid(f"{name} must be {kind.__name__}", field=name)
    return value
