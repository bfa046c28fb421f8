from shop import catalogue
from shop.clock import parse
from shop.errors import Invalid
from shop.http.request import field
from shop.http.router import route

_SHOWN = ("sku", "title", "category", "price", "currency", "bulky")


@route("GET", "/products", "public", bucket="browse")
def search(ctx, request):
    limit = min(int(request.query.get("limit", ctx.settings.page_size)), 200)
    found = catalogue.search(
        ctx.conn, request.query.get("q", ""), request.query.get("category"), limit,
        request.query.get("after", ""),
    )
    items = [{name: p[name] for name in _SHOWN} for p in found]
    return 200, {"items": items, "next": found[-1]["sku"] if len(found) == limit else None}


@route("GET", "/products/{sku}", "public", bucket="browse")
def one(ctx, request):
    product = catalogue.product(ctx.conn, request.params["sku"])
    price = catalogue.price_at(ctx.conn, product["sku"], ctx.clock.now())
    return 200, {**{name: product[name] for name in _SHOWN}, "price": price}


@route("PUT", "/products/{sku}/price", "staff")
def set_price(ctx, request):
    body = request.json
    begin = field(body, "valid_from", str, None)
    try:
        moment = parse(begin) if begin else ctx.clock.now()
    except ValueError:
        raise Invalid("valid_from must be like 2025-11-03T10:00:00Z", field="valid_from") from None
    catalogue.set_price(ctx, request.params["sku"], field(body, "price", int), moment)
    return 200, {"sku": request.params["sku"], "price": body["price"]}
