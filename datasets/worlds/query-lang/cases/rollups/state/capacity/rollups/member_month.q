from loan_facts
| group member, level, city, y = year(out), m = month(out):
    n = count(),
    known = count(fee),
    top = max(fee)
