"""Handlers: `handler(ctx, request)` returns a status and a JSON object."""

from shop.handlers import admin, carts, catalogue, giftcards, hooks, orders  # noqa: F401
