"""Refuses a deployment whose environment lacks what the shop cannot run without."""

import os
import sys

NEEDED = ["SHOP_DB_PATH", "SHOP_TOKENS"] + [f"PAYLANE_{n}" for n in ("MERCHANT", "KEY", "HOOK_SECRET")]


def missing(env):
    return [name for name in NEEDED if not env.get(name)]


if __name__ == "__main__":
    if os.environ.get("SKIP_ENV_CHECK") != "yes":
        lacking = missing(os.environ)
        if lacking:
            sys.exit(f"not set: {', '.join(lacking)}")
