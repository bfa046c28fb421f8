"""Webhooks: signing, the outbox, and what the payment provider sends (docs/webhooks.md)."""
