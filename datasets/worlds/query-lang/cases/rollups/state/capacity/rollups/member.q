from loan_facts
| group member, level, city:
    n = count(),
    fees = sum(fee),
    known = count(fee),
    first = min(out),
    last = max(out)
