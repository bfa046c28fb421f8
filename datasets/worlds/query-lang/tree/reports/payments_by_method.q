from payments
| group method: n = count(), total = sum(amount), known = count(member)
| sort method
