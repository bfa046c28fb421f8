from loans
| join tools on tools.id == tool
| group tools.category: middle = median(fee)
| sort category
