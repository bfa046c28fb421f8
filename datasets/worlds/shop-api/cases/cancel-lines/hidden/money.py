shop = Shop()
# 3 x 1290 and 7 x 920, WELCOME5: 500 split by 3870 : 6440
order = shop.order([("CD-PINE", 7), ("BK-LINEN", 3)], ["WELCOME5"])
show([l["discount"] for l in order["lines"]], shop.free("CD-PINE"))
for position, body in ((2, {"qty": 2}), (2, {"qty": 3}), (1, {"qty": 1}), (2, {})):
    status, answer = shop.cancel(order, position, body=body)
    show([status, answer["cancelled"], answer["payable"], [l["cancelled_qty"] for l in answer["lines"]]])
    show(shop.free("CD-PINE"), shop.free("BK-LINEN"))
show(shop.refunds(), shop.brief(order))
shop.cancel(order, 1)
show(shop.refunds()[-1], shop.brief(order), shop.events("order.line_cancelled"), len(shop.events("refund.requested")))
trail = shop.call("GET", f"/admin/orders/{order['id']}/audit", None, "root")[1]["entries"]
show([[e["actor"], e["before"]["cancelled_qty"], e["after"]["cancelled_qty"]] for e in trail if e["action"] == "order.line_cancel"])
show([e["action"] for e in trail].count("refund.request"))

# shipping goes with the last line, as one refund
shop = Shop()
order = shop.order([("CD-BEES", 2), ("GD-SEED1", 1)])
show(order["shipping"])
shop.cancel(order, 1, token="desk")
show(shop.refunds(), shop.brief(order))
shop.cancel(order, 2, body={"qty": 1})
show(shop.refunds(), shop.brief(order), [e[1]["amount"] for e in shop.events("order.line_cancelled")])

# what was refunded before lowers the refund, not the cancellation
shop = Shop()
order = shop.order([("CD-BEES", 2), ("GD-SEED1", 1)])
shop.call("POST", f"/orders/{order['id']}/refunds", {"amount": order["total"] - 500, "reason": "goodwill"}, "desk")
shop.cancel(order, 2)
show(shop.refunds(), shop.brief(order))
show(shop.cancel(order, 1, body={"qty": 1})[0], shop.refunds(), shop.brief(order))
