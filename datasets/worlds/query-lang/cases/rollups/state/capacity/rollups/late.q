from loan_facts
| group late, category, branch, city, y = year(out), m = month(out):
    n = count(),
    fees = sum(fee)
