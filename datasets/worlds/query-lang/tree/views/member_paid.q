from payments
| where member is not null
| group member: paid = sum(amount), last = max(day)
