"""Feature flags: `enabled(env, "guest-carts")` reads SHOP_FLAG_GUEST_CARTS."""

from shop.settings import PREFIX

_ON = {"1", "on", "true", "yes"}


def enabled(env, name, default=False):
    text = env.get(f"{PREFIX}FLAG_{name.upper().replace('-', '_')}", "")
    return text.strip().lower() in _ON if text.strip() else default
