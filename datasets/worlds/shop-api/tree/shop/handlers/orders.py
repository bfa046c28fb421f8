from shop import orders, refunds
from shop.http.request import field
from shop.http.router import route


@route("POST", "/orders", "customer", bucket="checkout", idempotent=True)
def place(ctx, request):
    body = request.json
    order_id = orders.place(ctx, field(body, "cart", int), field(body, "service", str, "standard"))
    return 201, orders.view(orders.load(ctx, order_id))


@route("GET", "/orders/{id}", "customer")
def show(ctx, request):
    return 200, orders.view(orders.load(ctx, request.number("id")))


@route("POST", "/orders/{id}/pay", "customer", bucket="checkout", idempotent=True)
def pay(ctx, request):
    body = request.json
    orders.pay(ctx, request.number("id"), field(body, "amount", int), field(body, "gift_card", str, None))
    return 200, orders.view(orders.load(ctx, request.number("id")))


@route("POST", "/orders/{id}/pack", "staff")
def pack(ctx, request):
    return 200, {"list": orders.pack(ctx, request.number("id"))}


@route("POST", "/orders/{id}/ship", "staff")
def ship(ctx, request):
    return 200, {"pieces": orders.ship(ctx, request.number("id"))}


@route("POST", "/orders/{id}/refunds", "staff", idempotent=True)
def refund(ctx, request):
    body = request.json
    refund_id = refunds.request(
        ctx, request.number("id"), field(body, "amount", int), field(body, "reason", str)
    )
    return 201, {"id": refund_id, "amount": body["amount"]}
