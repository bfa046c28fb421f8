from loan_facts
| group tool, y = year(out), m = month(out):
    n = count(),
    fees = sum(fee),
    known = count(fee),
    top = max(fee)
