from shop import giftcards
from shop.http.request import field
from shop.http.router import route


@route("GET", "/giftcards/{code}", "customer", bucket="coupons")
def show(ctx, request):
    return 200, giftcards.view(ctx.conn, request.params["code"])


@route("POST", "/giftcards", "staff", idempotent=True)
def issue(ctx, request):
    body = request.json
    code = field(body, "code", str).strip().upper()
    giftcards.issue(ctx, code, field(body, "currency", str), float(body.get("amount", 0)))
    return 201, giftcards.view(ctx.conn, code)
