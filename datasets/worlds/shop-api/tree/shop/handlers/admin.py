from shop import __version__, apidoc, audit, migrate, orders
from shop.http.router import route


@route("GET", "/health", "public", bucket="browse")
def health(ctx, request):
    return 200, {"version": __version__, "schema": migrate.version(ctx.conn)}


@route("GET", "/openapi.json", "public", bucket="browse")
def openapi(ctx, request):
    return 200, apidoc.document()


@route("GET", "/admin/orders/{id}/audit", "admin")
def order_audit(ctx, request):
    number = orders.load(ctx, request.number("id"))["number"]
    return 200, {"entries": audit.trail(ctx.conn, "order", number)}
