from payments
| derive r = round(amount, 1), whole = floor(amount)
| select id, whole
| sort id
