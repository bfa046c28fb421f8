"""Builds what is sent to Paylane; sending is the worker's job."""

import json
from dataclasses import dataclass

from shop.money import plain

_DEFAULTS = {"api_version": "2024-04", "region": "eu", "timeout_s": "15"}


@dataclass(frozen=True)
class Account:
    merchant: str
    key: str
    api_version: str
    region: str
    timeout_s: int


def account(env):
    """Return the account of an environment: PAYLANE_MERCHANT, PAYLANE_KEY and so on."""
    return Account(
        merchant=_setting(env, "merchant"),
        key=_setting(env, "key"),
        api_version=_setting(env, "api_version"),
        region=_setting(env, "region"),
        timeout_s=int(_setting(env, "timeout_s")),
    )


def _setting(env, name):
    found = env.get(f"PAYLANE_{name.upper()}") or _DEFAULTS.get(name)
    if found is None:
        raise ValueError(f"PAYLANE_{name.upper()} is not set")
    return found


def refund_request(account, payment_ref, amount, currency, key):
    """Return headers and body of a refund request. Paylane wants amounts as decimal texts."""
    headers = {
        "Authorization": f"Bearer {account.key}",
        "Paylane-Version": account.api_version,
        "Idempotency-Key": key,
        "Content-Type": "application/json",
    }
    body = {"payment": payment_ref, "amount": plain(amount, currency), "currency": currency}
    return headers, json.dumps(body, sort_keys=True)


def host(account):
    return f"api.{account.region}.paylane.example.com"
