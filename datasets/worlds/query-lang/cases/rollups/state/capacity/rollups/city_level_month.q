from loan_facts
| group city, level, y = year(out), m = month(out):
    n = count(),
    known = count(fee),
    top = max(fee)
