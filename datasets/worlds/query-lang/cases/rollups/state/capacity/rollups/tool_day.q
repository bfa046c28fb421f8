from loan_facts
| group tool, out: n = count(), fees = sum(fee), known = count(fee), top = max(fee)
