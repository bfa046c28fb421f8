shop = Shop()
order = shop.order([("BK-LINEN", 3), ("CD-BEES", 2), ("GD-SEED1", 2)])
for body in ({"qty": 0}, {"qty": 4}, {"qty": "1"}, {"qty": True}, {"qty": -1}):
    show(shop.cancel(order, 1, body=body))
show(shop.cancel(order, 4), shop.cancel(order, 1, token="noor"), shop.cancel({"id": 99}, 1), shop.cancel(order, 1, token=None))
show(shop.cancel(order, 1, key=None))
show(shop.cancel(order, 1, key="same", body={"qty": 1})[0], shop.cancel(order, 1, key="same", body={"qty": 1})[0], shop.cancel(order, 1, key="same", body={"qty": 2}))
show(shop.brief(order))
shop.cancel(order, 2)
show(shop.cancel(order, 2), shop.brief(order))
shop.clock.advance(minutes=45)
show(shop.cancel(order, 3, body={"qty": 1})[0])
shop.clock.advance(seconds=1)
show(shop.cancel(order, 3), shop.cancel(order, 3, token="desk")[0], shop.brief(order))
show(shop.call("POST", f"/orders/{order['id']}/pack", None, "desk")[1], shop.cancel(order, 1, token="desk"))

shop = Shop(SHOP_CANCEL_WINDOW_MINUTES="7")
order = shop.order([("CD-BEES", 2)])
shop.clock.advance(minutes=7)
show(shop.cancel(order, 1, body={"qty": 1})[0])
shop.clock.advance(seconds=1)
show(shop.cancel(order, 1))

shop = Shop(SHOP_RATE_CHECKOUT="4", SHOP_RATE_API="1000")
order = shop.order([("CD-BEES", 5)])
show([shop.cancel(order, 1, body={"qty": 1})[0] for _ in range(4)])
paths = shop.call("GET", "/openapi.json", None, None)[1]["paths"]
post = paths["/orders/{id}/lines/{position}/cancel"]["post"]
show(sorted(p["name"] for p in post["parameters"]), sorted({"not_found", "window_closed", "wrong_state"} & set(post["x-errors"])), post["x-role"])
