from payments
| where method == "card"
| group day: n = count(), total = sum(amount)
| sort total desc
