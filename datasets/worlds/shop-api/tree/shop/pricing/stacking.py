"""Which coupons of a cart count, and what each takes off (docs/discounts.md, "Stacking")."""

from itertools import groupby

from shop.money import BASIS, share


def base(coupon, lines):
    """Return the value of the goods that a coupon is about."""
    return sum(line.gross for line in lines if coupon.category in (None, line.category))


def applicable(coupons, lines):
    subtotal = sum(line.gross for line in lines)
    return [c for c in coupons if subtotal >= c.min_subtotal and base(c, lines) > 0]


def choose(coupons, lines, max_bp):
    """Return the coupons that count, in the order in which they are applied."""
    usable = applicable(coupons, lines)
    together = _best_of_groups([c for c in usable if not c.exclusive], lines)
    best, saved = together, discount(together, lines, max_bp)
    for coupon in sorted((c for c in usable if c.exclusive), key=lambda c: c.code):
        alone = discount([coupon], lines, max_bp)
        if alone > saved or (alone == saved and best is together):
            best, saved = [coupon], alone
    return best


def _best_of_groups(coupons, lines):
    by_group = sorted(coupons, key=lambda c: c.group)
    best = [
        min(members, key=lambda c: (-_alone(c, lines), c.code))
        for _, members in groupby(by_group, key=lambda c: c.group)
    ]
    return sorted(best, key=_order)


def _order(coupon):
    """Percentages first, the larger first; then fixed amounts; equal ones by code."""
    ranks = {"percent": 0, "fixed": 1, "free_shipping": 2}
    return ranks[coupon.kind], -coupon.value, coupon.code


def _alone(coupon, lines):
    return sum(_steps([coupon], lines))


def discount(coupons, lines, max_bp):
    """Return what coupons take off together, at most the given share of the subtotal."""
    subtotal = sum(line.gross for line in lines)
    return min(sum(_steps(coupons, lines)), subtotal * max_bp // BASIS)


def _steps(coupons, lines):
    """Yield what each takes off; each percentage is of what the ones before it have left."""
    left = sum(line.gross for line in lines)
    for coupon in coupons:
        about = min(base(coupon, lines), left)
        if coupon.kind == "percent":
            step = share(about, coupon.value)
        elif coupon.kind == "fixed":
            step = min(coupon.value, about)
        else:
            step = 0
        left -= step
        yield step


def ships_free(coupons):
    return any(c.kind == "free_shipping" for c in coupons)
