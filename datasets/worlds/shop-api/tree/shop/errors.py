"""Errors which the HTTP layer turns into JSON answers (docs/errors.md)."""


class ShopError(Exception):
    status = 400
    code = "bad_request"

    def __init__(self, message="", **details):
        super().__init__(message or self.code)
        self.details = details


class NotFound(ShopError):
    status, code = 404, "not_found"


class Forbidden(ShopError):
    status, code = 403, "forbidden"


class Unauthorized(ShopError):
    status, code = 401, "unauthorized"


class Invalid(ShopError):
    status, code = 422, "invalid"


class Conflict(ShopError):
    status, code = 409, "conflict"


class OutOfStock(Conflict):
    code = "out_of_stock"


class WrongState(Conflict):
    code = "wrong_state"


class WindowClosed(Conflict):
    code = "window_closed"


class RefundTooLarge(Conflict):
    code = "refund_too_large"


class TooManyRequests(ShopError):
    status, code = 429, "too_many_requests"


class UnknownEvent(Exception):
    """An event that config/events.json does not list; a programming error, hence a 500."""
