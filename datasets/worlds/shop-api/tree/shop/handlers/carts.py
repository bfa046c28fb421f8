from shop import carts, flags
from shop.errors import Forbidden
from shop.http.request import field
from shop.http.router import route


@route("POST", "/carts", "customer")
def create(ctx, request):
    if flags.enabled(ctx.env, "maintenance"):
        raise Forbidden("the shop is being maintained")
    return 201, {"id": carts.create(ctx, carts.require_customer(ctx))}


@route("PUT", "/carts/{id}/lines/{sku}", "customer")
def set_line(ctx, request):
    carts.set_line(ctx, request.number("id"), request.params["sku"], field(request.json, "qty", int))
    return 200, _view(ctx, request.number("id"))


@route("POST", "/carts/{id}/coupons", "customer", bucket="coupons")
def add_coupon(ctx, request):
    carts.add_coupon(ctx, request.number("id"), field(request.json, "code", str))
    return 200, _view(ctx, request.number("id"))


@route("GET", "/carts/{id}", "customer")
def show(ctx, request):
    return 200, _view(ctx, request.number("id"))


def _view(ctx, cart_id):
    cart = carts.load(ctx, cart_id)
    totals = carts.price(ctx, cart_id)
    lines = [
        {"sku": line.sku, "qty": line.qty, "unit_price": line.unit_price, "discount": off}
        for line, off in zip(carts.lines(ctx, cart_id), totals.line_discounts)
    ]
    return {
        "id": cart_id,
        "status": cart["status"],
        "lines": lines,
        "coupons": list(totals.coupons),
        "subtotal": totals.subtotal,
        "discount": totals.discount,
        "total": totals.total,
    }
