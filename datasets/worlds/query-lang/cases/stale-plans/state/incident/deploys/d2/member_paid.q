from payments
| where member is not null and amount > 4
| group member: paid = sum(amount), last = max(day)
