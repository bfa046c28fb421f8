from shop.http.router import route
from shop.webhooks import inbound


@route("POST", "/hooks/paylane", "public", bucket="hooks", raw=True)
def paylane(ctx, request):
    """Authenticated by its signature, not by a token."""
    applied = inbound.receive(ctx, request.headers.get("x-paylane-signature", ""), request.body)
    return 200, {"applied": applied}
