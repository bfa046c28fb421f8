from loans
| group y = year(out), m = month(out): fees = sum(fee), n = count()
| sort y, m
