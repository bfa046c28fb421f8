from loan_facts
| group branch, category, y = year(out), m = month(out):
    n = count(),
    fees = sum(fee),
    known = count(fee),
    value = sum(price)
