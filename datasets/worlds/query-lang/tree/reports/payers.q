from payments
| group member: paid = sum(amount), last = max(day)
| sort paid desc, member
