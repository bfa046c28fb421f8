"""Texts of mails. Sending is done by the mail service, which polls `pending`."""

_TEXTS = {
    "order.paid": "Thank you! Your order {order} over {amount} is paid.",
    "order.shipped": "Your order {order} is on its way.",
    "refund.requested": "We give back {amount} for your order {order}.",
}


def compose(event, data, currency="EUR"):
    """Return the text for an event, or None when customers are not told of it."""
    text = _TEXTS.get(event)
    if text is None:
        return None
    minor = data.get("amount", data.get("total", 0))
    return text.format(order=data.get("order", ""), amount=friendly(minor, currency))


def friendly(minor, currency):
    """€12 or €12.50: without places when they are zero."""
    symbol = {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency, currency + " ")
    sign = "-" if minor < 0 else ""
    minor = abs(minor)
    if currency == "JPY":
        return f"{sign}{symbol}{minor}"
    places = 3 if currency == "BHD" else 2
    whole, part = divmod(minor, 10**places)
    if part == 0:
        return f"{sign}{symbol}{whole}"
    return f"{sign}{symbol}{whole}.{part:0{places}d}"


def _round5(minor):
    """Swiss rounding, to 5 Rappen."""
    return (minor + 2) // 5 * 5
