from loan_facts
| group branch, category, out:
    n = count(),
    fees = sum(fee),
    known = count(fee),
    value = sum(price)
